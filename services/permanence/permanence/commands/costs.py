"""What the permanence costs, brings in and is compared with."""
