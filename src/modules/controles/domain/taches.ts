/** Les noms des tâches : une page en enfile une sans charger ce qui la fait. */
export const tacheControler = 'controles.controler'
export const tourneeControles = 'controles.tournee'
