"""The real site in a real browser, and under the checkers of its HTML and its links."""
