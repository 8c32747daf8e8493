export const tacheEnvoyer = 'etapes.envoyer'
