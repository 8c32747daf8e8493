/** Ce que la page, le geste et la tâche des agendas du dehors disent du même nom. */
export const tacheLireAgendas = 'sessions.lire-agendas'
/** Ce qui sert à chiffrer l’adresse d’un agenda, avec son identifiant. */
export const usageAdresse = 'sessions.agenda'
