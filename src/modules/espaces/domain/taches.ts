export const tacheEnvoyer = 'espaces.envoyer'
