"""What all pages share: the sheet they are written on, drawings, words, style and script."""
