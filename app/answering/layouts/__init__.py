"""One file for each way of laying out an answer, by what the turn asks for."""
