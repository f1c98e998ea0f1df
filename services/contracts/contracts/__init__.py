"""What Maillage's services say to each other: envelope, catalogue, payloads and their frozen examples."""
