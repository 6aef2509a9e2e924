"""What a header declares, by the word of the compiler."""
