"""The duty rota (驻勤): what was published, what is planned, who goes."""
