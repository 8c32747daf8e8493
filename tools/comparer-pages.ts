/**
 * Suit les mêmes liens sur deux serveurs qui tournent, et dit combien d’adresses répondent la même chose.
 *
 *     node tools/comparer-pages.ts http://localhost:4811 http://localhost:4812 COURRIEL…
 *
 * Deux démonstrations chargées séparément n’ont ni les mêmes identifiants, ni les mêmes jetons, ni les mêmes heures de chargement : ils
 * sont remplacés avant de comparer. Des lignes que seul leur identifiant départage changent d’ordre : ces pages se comptent à part. Ce
 * que deux lancements du même commit donnent de différent est le bruit ; c’est à lui que se compare un changement.
 */
import { argv } from 'node:process'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const pages = 320

const connecter = async (serveur: string, courriel: string): Promise<string> => {
  const reponse = await fetch(`${serveur}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: serveur },
    body: new URLSearchParams({ courriel, motDePasse: 'coforme-demo' }),
  })
  return reponse.headers
    .getSetCookie()
    .map((temoin) => temoin.split(';')[0])
    .join('; ')
}

/** Le texte d’une réponse, sans ce qui dépend du lancement. */
const depouiller = (texte: string): string => {
  const rangs = new Map<string, number>()
  const rangDe = (id: string): number => {
    rangs.set(id, rangs.get(id) ?? rangs.size)
    return rangs.get(id) ?? 0
  }
  return texte
    .replace(/localhost:\d+/g, 'SERVEUR')
    .replace(uuid, (id) => `ID${rangDe(id)}`)
    .replace(/propre-[a-p]{32}/g, 'PROPRE')
    .replace(/([.-])[\w-]{8,12}(\.(css|js|woff2|svg|png|webp))/g, '$1NOM$2')
    .replace(/[\w-]{43}/g, 'JETON')
    .replace(/[0-9a-f]{16,64}/g, 'EMPREINTE')
    .replace(/\b\d{1,2} h \d\d\b/g, 'HEURE')
    .replace(/T\d\d:\d\d:\d\d(\.\d+)?Z?/g, 'HEURE')
}
/** Les mêmes morceaux, dans quelque ordre qu’ils soient. */
const sansOrdre = (texte: string): string => texte.replace(/ID\d+/g, 'ID').split(/[<\n]/).sort().join('<')

const demander = async (serveur: string, adresse: string, cookie: string) => {
  const reponse = await fetch(serveur + adresse, { redirect: 'manual', headers: cookie ? { cookie } : {} })
  return {
    statut: reponse.status,
    page: reponse.headers.get('content-type')?.startsWith('text/html') ?? false,
    texte: await reponse.text(),
  }
}
const liensDe = (html: string): string[] =>
  [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, lien = '']) => lien.replaceAll('&amp;', '&'))

const [a = '', b = '', ...courriels] = argv.slice(2)
let adresses = 0
let pareilles = 0
let desordonnees = 0
for (const courriel of courriels) {
  const cookies = [await connecter(a, courriel), await connecter(b, courriel)] as const
  const file: (readonly [string, string])[] = [['/aujourdhui', '/aujourdhui']]
  const vus = new Map<string, number>()
  const connus = new Set<string>()
  for (let suivies = 0; suivies < pages; suivies++) {
    const paire = file.shift()
    if (!paire) break
    const patron = paire[0].split('?')[0]?.replace(uuid, ':id') ?? ''
    vus.set(patron, (vus.get(patron) ?? 0) + 1)
    if ((vus.get(patron) ?? 0) > 2 || /deconnexion|\.(zip|pdf|xlsx)|format=xlsx/.test(paire[0])) continue
    const [ici, la] = [await demander(a, paire[0], cookies[0]), await demander(b, paire[1], cookies[1])]
    adresses += 1
    const textes = [depouiller(ici.texte), depouiller(la.texte)] as const
    if (ici.statut === la.statut && textes[0] === textes[1]) pareilles += 1
    else if (ici.statut === la.statut && sansOrdre(textes[0]) === sansOrdre(textes[1])) desordonnees += 1
    else console.log(`${courriel} ${paire[0]} : ${ici.statut} et ${la.statut}`)
    const [liens, autres] = [liensDe(ici.texte), liensDe(la.texte)]
    if (!ici.page || liens.length !== autres.length) continue
    for (const [rang, lien] of liens.entries()) {
      if (connus.has(lien) || lien.startsWith('/public')) continue
      connus.add(lien)
      file.push([lien, autres[rang] ?? ''])
    }
  }
}
console.log(`${adresses} adresses : ${pareilles} pareilles, ${desordonnees} dans un autre ordre.`)
