import { plier } from './texte.ts'

/**
 * La marque Qualiopi ne paraît que sur une présentation générale de l’organisme, avec la phrase de ses catégories ; jamais sur ce qui
 * parle d’une action en particulier : programme, convention, devis, facture, support, page d’une formation (règlement d’usage de la
 * marque, que citent les certificateurs, et charte d’usage du ministère du Travail, 8 janvier 2020 ; ni l’un ni l’autre n’a été lu en
 * direct : l’article reste à dire). Une action peut porter *sur* le référentiel : son intitulé
 * le dit alors, et le mot s’y écrit ; s’en réclamer reste refusé.
 */
export const regleMarque =
  'règlement d’usage de la marque Qualiopi : elle ne paraît sur aucun document relatif à une action en particulier'

const NOM = 'quali ?opi'
const compact = (texte: string): string => plier(texte.replace(/[\u00ad\u200b-\u200d\u2060®™©]/gu, ''))

const nom = new RegExp(`\\b${NOM}`)
/** Le nom de la marque, quelles que soient casse, coupure ou lettres pleine chasse. */
export const nommeLaMarque = (texte: string): boolean => nom.test(compact(texte))

const reclamations = [
  `(certifie|labellise|qualifie|agree|reference|conforme)(e|s|es)?( \\w+){0,3} ${NOM}`,
  `(logo|marque|label|certificat|organisme|centre|prestataire|scop|scic|cooperative)( \\w+){0,3} ${NOM}`,
  `(notre|nos|titulaires?|detenons|detient|obtenu|obtenue|dispose|disposons)( \\w+){0,4} ${NOM}`,
  `${NOM}[ :,(]*(certifie|delivre|obtenu|n ?°|numero)`,
  'certification qualite a ete delivree au titre',
].map((motif) => new RegExp(`\\b${motif}`))

const reclame = (net: string): boolean => reclamations.some((r) => r.test(net))
/** S’en réclamer : « organisme certifié Qualiopi », « logo Qualiopi », ou la phrase qui accompagne le logo. */
export const seReclameDeLaMarque = (texte: string): boolean => reclame(compact(texte))

/** Ce qui identifie quelqu’un n’est pas un propos : une cliente peut s’appeler ainsi, une personne avoir ce titre. */
const identites =
  /^(nom|nomusage|prenom|raisonsociale|denomination|courriel|site|adresse|voie|ville|titres?|qualites?|formateurs?|signataires?|qui)$/i
const sujets = /^(intitule|titre|libelle|designation|session)$/i

type Texte = { readonly cle: string; readonly texte: string }
const textesDe = (valeur: unknown, cle = ''): Texte[] => {
  if (typeof valeur === 'string') return [{ cle, texte: valeur }]
  if (Array.isArray(valeur)) return valeur.flatMap((v) => textesDe(v, cle))
  if (typeof valeur !== 'object' || valeur === null) return []
  return Object.entries(valeur).flatMap(([k, v]) => (identites.test(k) ? [] : textesDe(v, k)))
}

/** Le texte qui porte la marque sans en avoir le droit, dans ce qui parle d’une action ; rien s’il n’y en a pas. */
export const marqueDans = (donnees: unknown): Texte | undefined => {
  // Chaque motif dit « quali » : sans ces lettres, un texte n’en répond à aucun. Plié une fois, et non trois (un lot en relit quatre cents).
  const textes = textesDe(donnees)
    .map((dit) => ({ dit, net: compact(dit.texte) }))
    .filter(({ net }) => net.includes('quali'))
  const enParle = textes.some(({ dit, net }) => sujets.test(dit.cle) && nom.test(net) && !reclame(net))
  return textes.find(({ net }) => reclame(net) || (!enParle && nom.test(net)))?.dit
}
