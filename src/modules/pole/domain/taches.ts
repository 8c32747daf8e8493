export const tacheRetour = 'pole.envoyer-retour'
