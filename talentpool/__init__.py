"""村级后备干部人才库与届中分析系统: rosters, vacancies, reserves and mid-term analysis of villages."""
