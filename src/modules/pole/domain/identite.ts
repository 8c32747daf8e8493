/** Ce que lit une coopérative arrivée d'elle-même, tant que personne n'a répondu d'elle. */
export const identiteAttendue =
  'Quelqu’un de l’Union, ou d’un pôle que vous demandez, doit d’abord viser l’identité de votre coopérative : d’ici là elle n’entre dans aucun pôle, ne signe rien, ne vote pas et ne se montre pas dans l’annuaire.'
