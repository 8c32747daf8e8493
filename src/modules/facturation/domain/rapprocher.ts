/** Ce qu’une ligne de relevé peut payer : proposé, jamais décidé seul. */
import { formaterMontant, type Montant, somme } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'

export type FactureDue = {
  readonly id: string
  readonly numero: string
  readonly payeur: string
  readonly solde: Montant
}
export type Proposition = {
  readonly facture: FactureDue
  readonly raison: string
  readonly force: number
  /** Son numéro est écrit, et tout ce qui est écrit tient dans le versement : elle est déjà choisie. */
  readonly choisie: boolean
}

/**
 * Le numéro est écrit, entier ou par sa fin : « FA 0002 ET 0003 » cite FA-2026-0002 et FA-2026-0003. Des lettres ou des chiffres collés en
 * font un autre : « E-12 » ne cite pas E-1.
 */
export const cite = (libelle: string, numero: string): boolean => {
  const dit = plier(libelle).toUpperCase()
  const morceaux =
    plier(numero)
      .toUpperCase()
      .match(/[A-Z]+|\d+/g) ?? []
  if (morceaux.length === 0) return false
  if (new RegExp(`(?<![A-Z0-9])${morceaux.join('[^A-Z0-9]*')}(?!\\d)`).test(dit)) return true
  const [serie, fin] = [morceaux[0] ?? '', morceaux.at(-1) ?? '']
  return (
    /^[A-Z]/.test(serie) &&
    /^\d{3,}$/.test(fin) &&
    new RegExp(`(?<![A-Z])(${serie}|FACTURES?|FACT?)(?![A-Z])`).test(dit) &&
    new RegExp(`(?<!\\d)${fin}(?!\\d)`).test(dit)
  )
}

/** Les numéros écrits, puis le montant exact et le nom, puis le montant exact seul ; les meilleures d’abord, huit au plus. */
export const proposerFactures = (
  mouvement: { readonly montant: Montant; readonly libelle: string },
  factures: readonly FactureDue[],
): readonly Proposition[] => {
  const dit = plier(mouvement.libelle).replace(/[^a-z0-9]/g, '')
  const citees = factures.filter((f) => cite(mouvement.libelle, f.numero))
  const total = somme(citees.map((f) => f.solde))
  return factures
    .flatMap((facture): Proposition[] => {
      const nom = plier(facture.payeur)
        .split(/[^a-z0-9]+/)
        .some((mot) => mot.length >= 4 && dit.includes(mot))
      const exact = facture.solde === mouvement.montant
      if (citees.includes(facture))
        return [
          {
            facture,
            force: exact ? 4 : 3,
            choisie: total <= mouvement.montant || citees.length === 1,
            raison:
              citees.length > 1 && total === mouvement.montant
                ? 'numéro cité, et la somme des factures citées'
                : exact
                  ? 'numéro et montant'
                  : 'numéro cité',
          },
        ]
      if (exact && nom)
        return [{ facture, force: 2, choisie: false, raison: 'montant exact et nom du payeur' }]
      if (exact)
        return [
          { facture, force: 1, choisie: false, raison: `montant exact, ${formaterMontant(facture.solde)}` },
        ]
      return []
    })
    .toSorted((a, b) => b.force - a.force || (a.facture.numero < b.facture.numero ? -1 : 1))
    .slice(0, 8)
}

/** Les factures qu’un versement paie, sans double, la première d’abord ; `autre` en nomme une par son numéro. */
export const facturesChoisies = <I extends string>(
  ouvertes: readonly { readonly id: I; readonly numero: string }[],
  dit: { readonly cochees: readonly I[]; readonly autre: string },
): Result<readonly [I, ...I[]], Refus> => {
  const autre = dit.autre.trim()
  const nommee = ouvertes.find((x) => plier(x.numero) === plier(autre))
  if (autre !== '' && !nommee)
    return refuser('numero-inconnu', `Aucune facture à régler n’a le numéro ${autre}.`)
  const [premiere, ...suite] = new Set([...dit.cochees, ...(nommee ? [nommee.id] : [])])
  return premiere
    ? ok([premiere, ...suite])
    : refuser('aucune', 'Cochez la facture que cet encaissement paie, ou écrivez son numéro.')
}
