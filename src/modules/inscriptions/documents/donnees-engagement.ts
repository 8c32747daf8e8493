/** Convention, devis et contrat : des faits du dossier aux données de leurs gabarits. Pur, comme `donnees-pieces.ts`. */
import type { DateCivile } from '#kernel/dates.ts'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { compter } from '#kernel/texte.ts'
import type { ClientDePiece, FaitsDePiece } from '../domain/a-imprimer.ts'
import { delaiDeReglement } from '../domain/acheteur-public.ts'
import type { Circonstance } from '../domain/dossier.ts'
import { ttc } from '../domain/prix.ts'
import { seRetracteEnLigne } from '../domain/renoncer-en-ligne.ts'
import { actionEntiere } from './donnees-action.ts'
import { type Donnees, premiere } from './donnees-pieces.ts'
import type { AvenantV1, ContratV1, ConventionV1, DevisV1, PrixV1 } from './dossier.v1.ts'

const prixDe = (f: FaitsDePiece, ht: Montant, effectif: number): PrixV1 => ({
  lignes: [
    {
      libelle: `${f.session.intitule}, session ${f.session.numero}, pour ${compter(effectif, 'stagiaire')}`,
      // Un forfait ne se multiplie pas : c’est le prix de tous.
      quantite: '1 forfait',
      unitaire: ht,
      total: ht,
    },
  ],
  totalHT: ht,
  totalTTC: ttc(ht, f.mentionTva.taux),
  mentionTva: f.mentionTva.texte ?? 'TVA au taux de 20 %',
})

const financementDe = (c: ClientDePiece) => {
  const autres = c.financements.some((l) => l.payeur !== c.nom)
  return autres
    ? c.financements.map((l) => ({
        qui: [
          l.payeur,
          [
            l.accordReference || l.accordLe ? 'accord' : '',
            l.accordReference ?? '',
            l.accordLe ? `du ${formaterDate(l.accordLe)}` : '',
          ]
            .filter(Boolean)
            .join(' '),
          // De qui paie pour le client, la pièce dit s’il y a subrogation.
          l.subrogation ? 'subrogation' : l.payeur === c.nom ? '' : 'sans subrogation',
        ]
          .filter(Boolean)
          .join(', '),
        montant: l.montant,
      }))
    : []
}
const annexesDe = (f: FaitsDePiece) =>
  f.jointes.map((j) => ({
    titre: j.titre,
    reference: j.numero,
    pages: j.pages,
    empreinte: j.empreinte.slice(0, 8),
  }))

const clientV1 = (c: ClientDePiece) => ({
  nom: c.nom,
  role: c.acheteur === 'organisme-formation' ? 'L’organisme donneur d’ordre' : 'Le client',
  adresse: c.adresse,
  ...(c.siret ? { siret: c.siret } : {}),
  ...(c.courriel ? { courriel: c.courriel } : {}),
  ...(c.telephone ? { telephone: c.telephone } : {}),
  representant: c.signataire,
})
const reclamationDe = (f: FaitsDePiece) => ({
  reclamation: f.reclamation?.courriel ?? f.organisme.courriel,
  delaiReponseJours: f.reclamation?.delaiJours ?? f.conditions.reponseReclamationJours,
})
/**
 * La clause de compétence ne vaut qu’entre commerçants (CPC, art. 48), et ne déplace pas le juge d’un contrat administratif : ni
 * une personne publique, ni une personne physique, ni une association ne se la voient opposer ; et l’organisme ne s’en prévaut que
 * s’il est commerçant lui-même.
 */
const tribunalDe = (f: FaitsDePiece, c: ClientDePiece) =>
  c.publique || c.acheteur === 'personne' || c.nonCommercant || f.nonCommercante
    ? {}
    : { tribunal: `tribunal du ressort de ${f.organisme.adresse.ville}` }
/**
 * Entre professionnels, un acompte peut se facturer avant la réalisation, sauf d’une part payée par subrogation (`facturation`,
 * `preparer`) : la pièce le dit dès qu’une part le permet.
 */
const reglementDe = (f: FaitsDePiece, c: ClientDePiece) => ({
  delaiJours: delaiDeReglement(c.publique, f.conditions.delaiReglementJours, f.aujourdhui),
  acompte: 0,
  ...(c.financements.every((l) => l.subrogation) && c.financements.length > 0
    ? {}
    : { acomptePossible: true }),
  moyen: f.conditions.moyen,
})

/** Approuvé, le devis tient lieu de convention (D6353-1, II). Notre règle, qu’aucun article ne dit : l’accord précède l’action d’un jour. */
export const validiteDuDevis = (voulue: DateCivile, debut: DateCivile | null): DateCivile => {
  const veille = debut && ajouterJours(debut, -1)
  return veille && veille < voulue ? veille : voulue
}

/** Le jour du début, il est trop tard pour approuver un devis : la convention engage seule. */
export const refuserDevis = (
  debut: DateCivile | null,
  aujourdhui: DateCivile,
): Refus<'devis-tardif'> | undefined =>
  debut !== null && debut <= aujourdhui
    ? refus(
        'devis-tardif',
        'L’action a commencé ou commence aujourd’hui : un devis s’approuve au plus tard la veille. Émettez la convention.',
      )
    : undefined

/** Un avenant dit la pièce d’origine, fût-il le second. */
const avenantDe = (f: FaitsDePiece, avenant: AvenantV1 | undefined) =>
  avenant ? { avenant: { ...avenant, ...(f.initiale ? { initiale: f.initiale.numero } : {}) } } : {}

const fait = (f: FaitsDePiece) => ({ ville: f.organisme.adresse.ville, le: f.aujourdhui })

export const donneesConvention = (
  f: FaitsDePiece,
  c: ClientDePiece,
  avenant?: AvenantV1,
): Donnees<ConventionV1> => ({
  organisme: f.organisme,
  ...avenantDe(f, avenant),
  ...premiere(f),
  client: clientV1(c),
  references: {
    session: f.session.numero,
    ...(f.devisAccepte ? { devis: f.devisAccepte } : {}),
    ...(c.reference ? { client: c.reference } : {}),
  },
  action: actionEntiere(f, c.stagiaires.length, c.objectif),
  stagiaires: c.stagiaires,
  prix: { ...prixDe(f, c.prix, c.stagiaires.length), financement: financementDe(c) },
  reglement: { ...reglementDe(f, c), ...(c.publique ? { moratoires: true as const } : {}) },
  annulation: { paliers: f.conditions.paliers },
  ...(f.prestataires ? { prestataires: f.prestataires } : {}),
  ...(f.employeur ? { employeur: true } : {}),
  conservationAnnees: f.conditions.conservationAnnees,
  differends: {
    ...reclamationDe(f),
    ...tribunalDe(f, c),
  },
  annexes: annexesDe(f),
  fait: fait(f),
  signataires: { organisme: f.signataire, client: c.signataire },
})

export const donneesDevis = (f: FaitsDePiece, c: ClientDePiece, validite: DateCivile): Donnees<DevisV1> => ({
  organisme: f.organisme,
  ...premiere(f),
  client: clientV1(c),
  references: c.reference ? { client: c.reference } : {},
  action: {
    ...actionEntiere(f, c.stagiaires.length, c.objectif),
    public: f.contenu.publicVise,
    prerequis: f.contenu.prerequis,
  },
  prix: { ...prixDe(f, c.prix, c.stagiaires.length), financement: financementDe(c) },
  reglement: reglementDe(f, c),
  annulation: { paliers: f.conditions.paliers },
  delaiAcces: f.contenu.delaiAcces,
  validite: validiteDuDevis(validite, f.session.debut),
  annexes: annexesDe(f),
  fait: fait(f),
  signataires: { organisme: f.signataire, client: c.signataire },
})

const conclu: Readonly<Record<Circonstance, string>> = {
  etablissement: 'dans les locaux de l’organisme',
  distance: 'à distance',
  'hors-etablissement': 'hors établissement',
  demarchage: 'après un démarchage',
}

type ContratDePiece = ClientDePiece & {
  readonly circonstance: Circonstance
  readonly echeances: readonly { readonly jour: DateCivile; readonly montant: number }[]
  readonly mediateur: ContratV1['mediateur']
  readonly cessation: string
}

export const donneesContrat = (
  f: FaitsDePiece,
  c: ContratDePiece,
  jours: 10 | 14,
  avenant?: AvenantV1,
): Donnees<ContratV1> => {
  const certifiante = f.contenu.certLibelle
  return {
    organisme: f.organisme,
    ...avenantDe(f, avenant),
    ...premiere(f),
    stagiaire: {
      prenom: c.signataire.prenom,
      nom: c.signataire.nom,
      adresse: c.adresse,
      ...(c.courriel ? { courriel: c.courriel } : {}),
      ...(c.telephone ? { telephone: c.telephone } : {}),
      ...(c.stagiaires[0]?.arrivee ? { arrivee: c.stagiaires[0].arrivee } : {}),
    },
    references: { session: f.session.numero },
    action: {
      ...actionEntiere(f, Math.max(c.stagiaires.length, 1), c.objectif),
      prerequis: f.contenu.prerequis,
      qualification: certifiante || 'Aucune : l’action ne prépare à aucune qualification.',
    },
    retractation: {
      jours,
      circonstance: c.circonstance,
      conclu: conclu[c.circonstance],
      ...(avenant && f.initiale?.retractableJusquau ? { jusquau: f.initiale.retractableJusquau } : {}),
      ...(seRetracteEnLigne(jours, f.aujourdhui) ? { enLigne: true as const } : {}),
    },
    prix: prixDe(f, c.prix, Math.max(c.stagiaires.length, 1)),
    echeances: c.echeances.map((e) => ({
      quand: `le ${formaterDate(e.jour, 'complet')}`,
      montant: e.montant,
    })),
    reglement: { moyen: f.conditions.moyen },
    cessation: c.cessation,
    conservationAnnees: f.conditions.conservationAnnees,
    differends: reclamationDe(f),
    mediateur: c.mediateur,
    annexes: annexesDe(f),
    fait: fait(f),
    signataires: { organisme: f.signataire, client: { ...c.signataire, qualite: 'stagiaire' } },
  }
}
