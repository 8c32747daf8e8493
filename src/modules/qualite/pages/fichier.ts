import { rogner } from '#kernel/texte.ts'

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

/**
 * Un fichier venu du dehors, ou une pièce : toujours à enregistrer, jamais exécuté ni deviné par le navigateur. Le nom est refait
 * par nous, l’extension est celle du type reconnu.
 */
export const repondreFichier = (octets: Uint8Array, type: string, nom: string): Response => {
  const extension = extensions[type]
  const sur = rogner(
    nom
      .normalize('NFKD')
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .replace(/[^\w.-]+/g, '-'),
    /[-.]/,
  ).slice(0, 100)
  return new Response(new Uint8Array(octets), {
    headers: {
      'content-type': extension ? type : 'application/octet-stream',
      'content-disposition': `attachment; filename="${sur || 'piece'}${extension ? `.${extension}` : ''}"`,
      'content-length': String(octets.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}
