/** Les clés dans l’ordre : la forme canonique d’un objet plat, sans nombre à virgule ni signe rare. */
export const canonique = (e: object): string => JSON.stringify(Object.fromEntries(Object.entries(e).sort()))
