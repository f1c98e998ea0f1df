"""Reading files of other software: their bytes, their columns, their cells."""
