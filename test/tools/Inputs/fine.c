int fine(int X) { return X + 1; }
