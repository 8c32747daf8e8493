/** Les formulaires de candidature, préremplis de ce que chaque membre a déclaré. Une valeur inconnue est un champ vide, jamais un zéro ni un « oui ». */
import type { OrganismeId } from '#kernel/id.ts'
import { type DossierLu, formes, membresPresents } from './groupement.ts'
import type { Reglement } from './pieces.ts'
import { apresAttribution, type CodeDeFormulaire, formulaires, papiersDeLaForme } from './rubriques.ts'

export const etendues = {
  candidature: 'présenter la candidature',
  offre: 'présenter l’offre',
  signature: 'signer le marché',
  execution: 'représenter les membres pendant l’exécution',
} as const
export type Etendue = keyof typeof etendues

export type Exercice = { readonly annee: string; readonly total: string; readonly objet: string }
/** Ce qu’un membre déclare de lui pour ce dossier. Une chaîne vide : il ne l’a pas dit. */
export type Capacite = {
  readonly denomination: string
  readonly siret: string
  readonly forme: string
  readonly adresse: string
  readonly courriel: string
  readonly telephone: string
  readonly registre: string
  readonly nda: string
  readonly qualiopi: string
  readonly creation: string
  readonly pme: 'oui' | 'non' | ''
  readonly ess: 'oui' | 'non' | ''
  readonly exercices: readonly Exercice[]
  readonly assurance: string
  readonly moyens: string
  readonly preuves: string
  readonly compte: string
  /** Atteste n’être dans aucun cas d’exclusion (L2141-1 à 5 et 7 à 10) ; non dit, la case reste vide. */
  readonly exclusions: boolean
  readonly etendue: readonly Etendue[]
  readonly signataire: string
  /** Sous-traitant : la nature de ce qu’il fera. Son prix n’est pas ici : les prix se scellent. */
  readonly prestations: string
}

export type Champ = { readonly libelle: string; readonly valeur: string | null }
export type Rubrique = { readonly lettre: string; readonly titre: string; readonly champs: readonly Champ[] }
/** Ce qui se compose en PDF : des rubriques de champs, les vides visibles. */
export type PapierCompose = {
  readonly titre: string
  readonly version: string
  readonly qui: string
  readonly rubriques: readonly Rubrique[]
}
export type Formulaire = PapierCompose & { readonly code: CodeDeFormulaire }
export type CapacitesDe = ReadonlyMap<OrganismeId, Capacite>

export const champ = (libelle: string, valeur: string | null | undefined): Champ => ({
  libelle,
  valeur: valeur === undefined || valeur === null || valeur.trim() === '' ? null : valeur,
})
const identite = (c: Capacite | undefined): Champ[] => [
  champ('Dénomination', c?.denomination),
  champ('SIRET', c?.siret),
  champ('Forme juridique', c?.forme),
  champ('Adresse', c?.adresse),
  champ('Courriel', c?.courriel),
  champ('Téléphone', c?.telephone),
]
const oui = (v: Capacite['pme'] | undefined) => (v === 'oui' || v === 'non' ? v : null)
export const direPoints = (points: number): string => `${(points / 100).toLocaleString('fr-FR')} %`

/** Ce qui ne se sait qu’une fois les prix ouverts, ou le marché attribué ; rien : le champ reste vide. */
export type Connus = {
  /** Le total hors taxes, dans ses mots, que le mandataire a dit aux membres après l’ouverture. Les montants de chacun ne sortent pas de son navigateur. */
  readonly total?: string | null
  /** Le numéro du marché attribué. */
  readonly marche?: string | null
}
/**
 * Un formulaire du dossier. `qui` : le membre d’un DC2, d’une habilitation, d’un DC4. Rend ses rubriques dans l’ordre du formulaire, chacune avec au
 * moins un champ.
 */
export const composerFormulaire = (
  code: CodeDeFormulaire,
  d: Pick<DossierLu, 'g' | 'membres' | 'convention'>,
  r: Reglement | undefined,
  capacites: CapacitesDe,
  qui: OrganismeId | null,
  connus: Connus = {},
): Formulaire => {
  const modele = formulaires[code]
  const presents = membresPresents(d)
  const nom = (o: OrganismeId | null) => d.membres.find((m) => m.organisme === o)?.nom ?? null
  const mandataire = presents.find((m) => m.mandataire)
  const sien = qui === null ? undefined : capacites.get(qui)
  const duMandataire = mandataire && capacites.get(mandataire.organisme)
  const parts = d.convention?.contenu.parts ?? []
  const seul = d.g.forme === 'sous-traitance'
  const candidats = seul ? presents.filter((m) => m.mandataire) : presents
  const conjoint = d.g.forme === 'conjoint' || d.g.forme === 'conjoint-solidaire'
  const acheteur = [champ('Acheteur', d.g.acheteur)]
  const objet = [champ('Objet', d.g.objet), champ('Référence de la consultation', r?.reference || null)]
  const repartition = presents.map((m) => {
    const p = parts.find((x) => x.organisme === m.organisme)
    return champ(m.nom, p ? `${p.tient}, ${direPoints(p.points)}` : null)
  })
  const repartie = [
    champ('Forme', d.g.forme === null ? null : formes[d.g.forme].nom),
    ...repartition,
    // Les prix se scellent : Coforme ne connaît pas ceux de chacun.
    ...(conjoint ? presents.map((m) => champ(`${m.nom} : montant hors taxes`, null)) : []),
  ]
  const dc4 = (declaration: readonly Champ[]) => ({
    A: [...acheteur, champ('Qui renseigne sur les nantissements et cessions', null)],
    B: objet,
    C: declaration,
    D: [champ('Titulaire', mandataire?.nom), ...identite(duMandataire)],
    E: [
      ...identite(sien),
      champ('Registre', sien?.registre),
      champ('Personnes habilitées à l’engager', sien?.signataire),
      champ('Petite ou moyenne entreprise', oui(sien?.pme)),
    ],
    F: [champ('Nature', sien?.prestations), champ('Données personnelles confiées', null)],
    G: [
      'Montant hors taxes',
      'Taux et montant de TVA',
      'Montant toutes taxes comprises',
      'Variation des prix',
      'Paiement direct (dès 600 € TTC, à vérifier)',
    ].map((x) => champ(x, null)),
    H: [champ('Compte à créditer', sien?.compte), champ('Avance', null)],
    I: [champ('Durée du marché', r?.dureeMois ? `${r.dureeMois} mois` : null)],
    J: [champ('Capacités', sien?.moyens), champ('Preuves en ligne', sien?.preuves)],
    K: [champ('Exclusions', sien?.exclusions ? 'atteste n’être dans aucun de ces cas' : null)],
    L: [champ('Exemplaire unique, mainlevée', null)],
    M: [
      champ('Sous-traitant', sien?.signataire),
      champ('Titulaire', duMandataire?.signataire),
      champ('Acheteur', null),
    ],
  })
  const contenus: Record<CodeDeFormulaire, Readonly<Record<string, readonly Champ[]>>> = {
    dc1: {
      A: acheteur,
      B: objet,
      C: [champ('Lot', d.g.objet)],
      D: [
        champ(
          'Le candidat se présente',
          seul ? 'seul, avec des sous-traitants' : 'en groupement d’entreprises',
        ),
        champ('Forme', d.g.forme === null ? null : formes[d.g.forme].nom),
        champ(
          'Mandataire solidaire',
          conjoint
            ? d.g.forme === 'conjoint-solidaire'
              ? 'oui'
              : 'non'
            : d.g.forme === null
              ? null
              : 'sans objet',
        ),
      ],
      E: candidats.flatMap((m, i) => {
        const p = parts.find((x) => x.organisme === m.organisme)
        return [
          champ(`Membre ${i + 1}`, m.nom),
          ...identite(capacites.get(m.organisme)),
          champ('Prestations', p?.tient),
        ]
      }),
      F: candidats.flatMap((m) => {
        const c = capacites.get(m.organisme)
        return [
          champ(
            `${m.nom} : exclusions (L2141-1 à L2141-5, L2141-7 à L2141-10 du code de la commande publique)`,
            c?.exclusions ? 'atteste n’être dans aucun de ces cas' : null,
          ),
          champ(`${m.nom} : preuves en ligne`, c?.preuves),
          champ(`${m.nom} : capacités`, c ? 'DC2 à joindre' : null),
        ]
      }),
      G: [champ('Mandataire', mandataire?.nom), ...identite(duMandataire)],
    },
    dc2: {
      A: acheteur,
      B: objet,
      C1: [
        champ('Nom commercial', null),
        ...identite(sien),
        champ('Petite ou moyenne entreprise', oui(sien?.pme)),
      ],
      C2: [
        champ('Entreprise de l’économie sociale et solidaire (L2113-15)', oui(sien?.ess)),
        champ(
          'Entreprise adaptée, travail protégé, insertion, travail en détention : statut et preuve',
          null,
        ),
      ],
      C3: [champ('Liste et numéro, ou pièces déjà fournies (R2143-4)', null)],
      E1: [champ('Registre et numéro', sien?.registre)],
      E2: [champ('Déclaration d’activité', sien?.nda), champ('Certificat Qualiopi', sien?.qualiopi)],
      E3: [champ('Adresse et accès', sien?.preuves)],
      F1: [
        ...[0, 1, 2].flatMap((i) => {
          const e = sien?.exercices[i]
          return [
            champ(`Exercice ${i + 1}`, e?.annee),
            champ('Chiffre d’affaires global, hors taxes', e?.total),
            champ('Part de l’objet du marché', e?.objet),
          ]
        }),
        champ('Création, si l’entreprise est récente', sien?.creation),
      ],
      F2: [champ('Assurance des risques professionnels', sien?.assurance)],
      F3: [champ('Décennale', 'sans objet en formation')],
      F4: [champ('Adresse et accès', sien?.preuves)],
      G1: [champ('Effectifs, moyens, références', sien?.moyens)],
      G2: [champ('Adresse et accès', sien?.preuves)],
      H: [champ('Opérateurs et engagement écrit', null)],
      I: [champ('Défense et sécurité', 'sans objet')],
    },
    habilitation: {
      1: [...identite(sien), champ('Représenté par', sien?.signataire)],
      2: [champ('Mandataire', mandataire?.nom), ...identite(duMandataire)],
      3: [
        ...objet,
        ...acheteur,
        champ('Habilite le mandataire à', sien?.etendue.map((e) => etendues[e]).join(', ')),
      ],
      4: [champ('Nom et qualité', sien?.signataire), champ('Lieu et date', null), champ('Signature', null)],
    },
    dc4: dc4([champ('La déclaration', 'annexe à l’offre')]),
    'dc4-special': dc4([
      champ('La déclaration', 'acte spécial, une fois le marché attribué'),
      champ('Numéro du marché', connus.marche),
    ]),
    'dc4-modificatif': dc4([
      champ('La déclaration', 'acte spécial modificatif, après un acte déjà accepté'),
      champ('Numéro du marché', connus.marche),
      champ('Annule et remplace la déclaration du', null),
    ]),
    attri1: {
      A: [
        ...objet,
        champ('Lot', d.g.objet),
        champ('Offre de base, ou variante', null),
        champ('Prestations supplémentaires', null),
      ],
      B1: [
        champ('Pièces du marché', null),
        champ('S’engage', seul ? 'seul, avec des sous-traitants' : 'en groupement d’entreprises'),
        ...candidats.flatMap((m, i) => [
          champ(seul ? 'Titulaire' : `Membre ${i + 1}`, m.nom),
          ...identite(capacites.get(m.organisme)),
        ]),
        champ('Montant hors taxes', connus.total),
        champ('Taux et montant de TVA', null),
        champ('Montant toutes taxes comprises', null),
      ],
      B2: seul ? [champ('Groupement', 'sans objet')] : repartie,
      B3: candidats.map((m) => champ(m.nom, capacites.get(m.organisme)?.compte)),
      B4: candidats.map((m) => champ(`${m.nom} : renonce à l’avance`, null)),
      B5: [
        champ('Durée', r?.dureeMois ? `${r.dureeMois} mois` : null),
        champ('Point de départ', null),
        champ('Reconductions', null),
      ],
      C1: candidats.flatMap((m) => [
        champ(`${m.nom} : nom et qualité`, capacites.get(m.organisme)?.signataire),
        champ(`${m.nom} : lieu, date et signature`, null),
      ]),
      C2: seul
        ? [champ('Groupement', 'sans objet')]
        : [
            champ('Mandataire (R2142-23)', mandataire?.nom),
            champ('Forme', d.g.forme === null ? null : formes[d.g.forme].nom),
            ...candidats
              .filter((m) => !m.mandataire)
              .map((m) =>
                champ(
                  `${m.nom} donne mandat pour`,
                  capacites
                    .get(m.organisme)
                    ?.etendue.map((e) => etendues[e])
                    .join(', '),
                ),
              ),
            champ('Pouvoirs joints', null),
          ],
      D: [
        ...acheteur,
        champ('Qui signe pour l’acheteur', null),
        champ('Imputation', null),
        champ('Lieu, date et signature', null),
      ],
    },
    repartition: {
      B2: repartie,
      B3: presents.map((m) => champ(m.nom, capacites.get(m.organisme)?.compte)),
    },
  }
  return {
    code,
    titre: modele.titre,
    version: modele.version,
    qui: (qui === null ? mandataire?.nom : nom(qui)) ?? '',
    rubriques: Object.entries<string>(modele.rubriques).map(([lettre, titre]) => ({
      lettre,
      titre,
      champs: contenus[code][lettre] ?? [],
    })),
  }
}

/** Combien de champs sont vides : ils se montrent, et se remplissent à la main. */
export const champsVides = (f: Pick<PapierCompose, 'rubriques'>): number =>
  f.rubriques.reduce((n, r) => n + r.champs.filter((c) => c.valeur === null).length, 0)

/** Les papiers que ce dossier sait préremplir, et pour qui. Une habilitation SIEG n’en a aucun. */
type Papier = { readonly code: CodeDeFormulaire; readonly qui: OrganismeId | null; readonly nom: string }
export const papiersDuDossier = (
  d: Pick<DossierLu, 'g' | 'membres'>,
  voie: Reglement['voie'],
  attribue = false,
): readonly Papier[] => {
  if (voie === 'sieg') return []
  const presents = membresPresents(d)
  return papiersDeLaForme(d.g.forme === 'sous-traitance')
    .filter((c) => attribue || !apresAttribution.includes(c))
    .flatMap((code): readonly Papier[] =>
      formulaires[code].par === 'groupement'
        ? [{ code, qui: null, nom: formulaires[code].titre }]
        : presents
            .filter((m) => formulaires[code].par === 'membre' || !m.mandataire)
            .map((m) => ({ code, qui: m.organisme, nom: `${formulaires[code].titre}, ${m.nom}` })),
    )
}
