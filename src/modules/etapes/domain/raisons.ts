/** Pourquoi un courriel n’a pas été remis. */
export type Raison = 'adresse' | 'arret' | 'desabonnement' | 'serveur' | 'plus-concerne'

export const motRaison: Readonly<Record<Raison, string>> = {
  adresse: 'l’adresse ne répond plus',
  arret: 'les envois étaient arrêtés',
  desabonnement: 'la personne ne veut plus d’informations',
  serveur: 'refusé par le serveur de courrier',
  'plus-concerne': 'la personne n’en est plus',
}
