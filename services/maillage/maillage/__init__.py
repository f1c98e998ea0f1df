"""The program: the only room that knows all services; command line, demo, topology, documents, local servers."""
