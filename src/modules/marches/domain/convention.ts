/** La convention d’un groupement, telle qu’elle se signe : un papier figé par version, puis la signature de chaque membre. */
import type { OrganismeId } from '#kernel/id.ts'
import { formaterInstant, type Zone } from '#kernel/zones.ts'
import { type CapacitesDe, champ, direPoints, type PapierCompose, type Rubrique } from './formulaires.ts'
import {
  type Clause,
  type ContenuDeConvention,
  type Convention,
  clauses,
  type DossierLu,
  formes,
  type Membre,
  membresPresents,
  type SignatureDeMembre,
} from './groupement.ts'

/** Un papier, et de quel marché il parle. */
export type PapierDeConvention = PapierCompose & { readonly objet: string; readonly acheteur: string }

/** Ce qui se fige avec la version : ses rubriques, sans les signatures. Un champ que personne n’a déclaré reste à remplir. */
export const papierDeConvention = (
  d: Pick<DossierLu, 'g'>,
  membres: readonly Membre[],
  c: ContenuDeConvention,
  version: number,
  capacites: CapacitesDe,
): PapierDeConvention => {
  const nom = (o: OrganismeId) => membres.find((m) => m.organisme === o)?.nom
  const f = formes[c.forme]
  const titres = Object.keys(clauses) as Clause[]
  return {
    objet: d.g.objet,
    acheteur: d.g.acheteur,
    titre: 'Convention de groupement',
    version: `version ${version}`,
    qui: membres.find((m) => m.mandataire)?.nom ?? '',
    rubriques: [
      {
        lettre: 'A',
        titre: 'Les parties',
        champs: membres.flatMap((m) => [
          champ(m.mandataire ? 'Mandataire' : 'Membre', m.nom),
          champ('SIRET', capacites.get(m.organisme)?.siret),
          champ('Adresse', capacites.get(m.organisme)?.adresse),
        ]),
      },
      {
        lettre: 'B',
        titre: 'Le marché',
        champs: [
          champ('Acheteur', d.g.acheteur),
          champ('Objet', d.g.objet),
          champ('Avis et lot', d.g.lot),
          champ('Date limite, au jour de cette version', formaterInstant(d.g.limite, d.g.zone)),
        ],
      },
      {
        lettre: 'C',
        titre: 'La forme du groupement (R2142-20 du code de la commande publique)',
        champs: [
          champ('Forme', f.nom),
          champ('Contrat', f.contrat),
          champ('Un membre répond de', f.membre),
          champ('Le mandataire répond de', f.mandataire),
          champ('Qui facture', f.facture),
        ],
      },
      {
        lettre: 'D',
        titre: 'La répartition',
        champs: [
          ...c.parts.map((p) => champ(nom(p.organisme) ?? '', `${p.tient}, ${direPoints(p.points)}`)),
          champ('En tout', direPoints(c.parts.reduce((t, p) => t + p.points, 0))),
        ],
      },
      ...titres.map(
        (k, i): Rubrique => ({
          lettre: 'EFGHI'[i] ?? '',
          titre: clauses[k],
          champs: [champ('Clause', c.clauses[k])],
        }),
      ),
      {
        lettre: 'J',
        titre: 'La composition (R2142-26 du code de la commande publique)',
        champs: [
          champ(
            'Règle',
            'Entre la date limite de remise des candidatures et la signature du marché, la composition du groupement ne change pas, hors les cas que prévoit cet article.',
          ),
        ],
      },
    ],
  }
}

/** Le papier et les signatures de sa version, membre par membre ; une signature attendue reste à remplir. */
export const avecSignatures = (
  p: PapierDeConvention,
  membres: readonly Pick<Membre, 'organisme' | 'nom'>[],
  signatures: readonly SignatureDeMembre[],
  zone: Zone,
): PapierDeConvention => ({
  ...p,
  rubriques: [
    ...p.rubriques,
    {
      lettre: 'K',
      titre: 'Les signatures, par lien (code civil, articles 1366 et 1367)',
      champs: membres.map((m) => {
        const s = signatures.find((x) => x.organisme === m.organisme && x.signeeLe !== null)
        return champ(
          m.nom,
          s?.signeeLe
            ? `${s.nom}, ${s.qualite}, le ${formaterInstant(s.signeeLe, zone)}. « ${s.consentement} » Empreinte des données signées : ${s.empreinte}`
            : null,
        )
      }),
    },
  ],
})

/** Les parties d’une convention, dans l’ordre de ses parts ; sortie depuis, une coopérative qui l’a signée en reste une. */
export const partiesDe = (
  membres: readonly Membre[],
  { contenu }: Pick<Convention, 'contenu'>,
): readonly Membre[] => contenu.parts.flatMap((p) => membres.find((m) => m.organisme === p.organisme) ?? [])

/** Qui ne dit pas encore les SIRET et adresse que le papier fige ; rien : il se fige entier. */
export const manquesDIdentite = (membres: readonly Membre[], capacites: CapacitesDe): readonly string[] =>
  membres.flatMap((m) => {
    const c = capacites.get(m.organisme)
    const manque = [...(c?.siret.trim() ? [] : ['son SIRET']), ...(c?.adresse.trim() ? [] : ['son adresse'])]
    return manque.length === 0 ? [] : [`${m.nom} écrit ${manque.join(' et ')} dans sa déclaration.`]
  })

/** Qui n’a pas encore signé la dernière version, en phrases avec qui agit ; rien : tous ont signé ce papier-ci. */
export const manquesDeSignature = (
  membres: readonly Membre[],
  convention: DossierLu['convention'],
  signatures: readonly SignatureDeMembre[],
): readonly string[] =>
  convention === null
    ? []
    : membres
        .filter(
          (m) =>
            !signatures.some(
              (s) =>
                s.organisme === m.organisme &&
                s.version === convention.version &&
                s.signeeLe !== null &&
                s.empreinte === convention.empreinte,
            ),
        )
        .map((m) => `Convention du groupement : ${m.nom} la fait signer.`)

/** Où en est la convention, sans dire signé ce qui n’est pas écrit. */
export const direConvention = (d: Pick<DossierLu, 'membres' | 'convention' | 'signatures'>): string =>
  d.convention === null
    ? 'aucune n’est écrite ici'
    : manquesDeSignature(membresPresents(d), d.convention, d.signatures).length === 0
      ? 'signée de chaque membre'
      : 'pas encore signée de tous'
