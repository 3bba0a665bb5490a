"""`python -m grader` does what `grader` does."""

from grader.cli import main

if __name__ == "__main__":
    main()
