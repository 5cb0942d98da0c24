"""The office's acts on posts, seats, appointments, vacancies, elections and terms: all flush, none commits."""
