/**
 * Un fichier venu d'une personne : toujours à enregistrer, jamais exécuté ni deviné par le navigateur. De son nom ne reste que ce qui
 * tient dans un en-tête ; `garder` dit qui peut le retenir, personne par défaut.
 */
export const fichierAEnregistrer = (
  f: { readonly nom: string; readonly type: string; readonly octets: Uint8Array },
  garder = 'private, no-store',
): Response =>
  new Response(new Uint8Array(f.octets), {
    headers: {
      'content-type': f.type,
      'content-disposition': `attachment; filename="${f.nom
        .normalize('NFKD')
        .replace(/[^\w.-]+/g, '-')
        .slice(-120)}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': garder,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
