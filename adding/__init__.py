"""What is typed to add to the house: the lists that tools want to be given, and a service from its template."""
