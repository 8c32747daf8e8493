/** Ce que le papier d’une facture dit, face à son XML : son numéro, son total. Ne se prononce que si le texte se lit. */
import { typographier } from '#kernel/texte.ts'
import { enCentimes } from './decimal.ts'
import type { FactureLue } from './modele.ts'
import type { RegleRompue } from './regle.ts'

const espace = '[ \\u00a0\\u202f\\u2009]'
// Quatre groupes de trois chiffres au plus : un texte hostile, de chiffres sans fin, ne coûte que sa longueur.
const montant = new RegExp(`\\d{1,3}(?:[.,'’]?\\d{3}|${espace}\\d{3}){0,4}[.,]\\d{2}(?!\\d)`, 'g')
const rond = new RegExp(`\\d{1,3}(?:${espace}?\\d{3}){0,4}(?=${espace}{0,2}(?:€|EUR))`, 'g')
/** Ce que l’on relit du papier : au-delà, ce n’est plus une facture. */
const texteRelu = 1_000_000

/**
 * Les montants qu’un texte peut dire, en centimes : « 2 470,00 » dit 2 470,00 € ou, derrière une quantité, 470,00 €. Mieux vaut en
 * lire trop : on ne dira d’un total qu’il manque que s’il n’est nulle part.
 */
export const montantsDuTexte = (texte: string): ReadonlySet<number> => {
  const trouves = new Set<number>()
  for (const [ecrit] of texte.matchAll(montant)) {
    const centimes = ecrit.slice(-2)
    const groupes = ecrit.slice(0, -3).split(/[^\d]/)
    for (let i = 0; i < groupes.length; i += 1) trouves.add(Number(groupes.slice(i).join('') + centimes))
  }
  for (const [ecrit] of texte.matchAll(rond)) {
    const groupes = ecrit.split(/[^\d]/)
    for (let i = 0; i < groupes.length; i += 1) trouves.add(Number(groupes.slice(i).join('')) * 100)
  }
  return trouves
}

const serrer = (t: string) =>
  t
    .normalize('NFKC')
    .replaceAll(/\s|[\u00ad\u200b]/g, '')
    .toLowerCase()

/** Les désaccords qui se montrent ; vide quand tout s’accorde, ou quand le texte n’en dit pas assez (une image). */
export const desaccordsDuPapier = (texteEntier: string, f: FactureLue): readonly RegleRompue[] => {
  const texte = texteEntier.slice(0, texteRelu)
  const montants = montantsDuTexte(texte)
  // Un papier sans aucun montant n’est pas du texte : une image, une police sans correspondance.
  if (montants.size === 0) return []
  const dits = [f.totaux?.ttc, f.totaux?.net].flatMap((t) => {
    const c = enCentimes(t)
    return c === null ? [] : [Math.abs(c)]
  })
  return [
    ...(f.numero && !serrer(texte).includes(serrer(f.numero))
      ? [
          {
            id: 'PDF-NUMERO',
            message: typographier(
              `Le papier ne porte nulle part le numéro que dit le XML : « ${f.numero.slice(0, 60)} ».`,
            ),
          },
        ]
      : []),
    ...(dits.length > 0 && !dits.some((c) => montants.has(c))
      ? [
          {
            id: 'PDF-TOTAL',
            message: typographier(
              `Le papier ne porte nulle part le total que dit le XML : ${f.totaux?.ttc ?? f.totaux?.net} ${f.devise ?? ''}.`,
            ),
          },
        ]
      : []),
  ]
}
