"""Former cadres 离任干部 and the advisory group 智囊团."""
