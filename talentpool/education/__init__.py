"""Education upgrade 学历提升 of cadres and reserves."""
