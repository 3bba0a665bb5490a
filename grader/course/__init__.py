"""An nbgrader course directory: its layout, masters, submissions, gradebook and stored outcomes."""
