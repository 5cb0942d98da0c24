"""Grades of teams and members 评定等次: proposed, judged, decided."""
