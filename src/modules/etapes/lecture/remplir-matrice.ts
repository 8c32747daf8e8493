/** Chaque case de la matrice, tirée des faits lus. Pur : rien ne se lit ici, rien ne s’écrit. */
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { assiduiteUrl } from '#modules/controles/index.ts'
import { type PieceId, pieceUrl } from '#modules/documents/index.ts'
import { certificatsUrl } from '#modules/emargement/index.ts'
import { facturerDossierUrl, factureUrl } from '#modules/facturation/index.ts'
import {
  type DossierLu,
  depuisLArrivee,
  dossierUrl,
  type Inscrit,
  piecesDeSessionUrl,
} from '#modules/inscriptions/index.ts'
import { campagneUrl, questionnairesDeSessionUrl } from '#modules/questionnaires/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import type { PieceRemise } from '../db/faits.queries.ts'
import { type Cellule, celluleDe, type Faits } from '../domain/cellule.ts'
import type { Code, Public } from '../domain/etapes.ts'
import { arretDe } from '../domain/plan.ts'
import { etapeUrl } from '../liens.ts'
import type { Colonne, Ligne, Lu } from './matrice.ts'

type Nue = Pick<Ligne, 'cle' | 'nom' | 'personne' | 'courriel' | 'cellules'>
type Part = Partial<Omit<Faits, 'prevu' | 'seul' | 'arrete' | 'rejete' | 'attend'>> & {
  readonly attend?: boolean
}

const session = (lu: Lu) => ({ session: lu.session.id })
const jourDInstant = (lu: Lu, instant: Date | null | undefined): DateCivile | null =>
  instant ? jourLocal(instant, lu.session.zone) : null

/** Le dernier courriel de cette étape à cette personne a-t-il été refusé ? */
const rejete = (
  lu: Lu,
  codes: readonly string[],
  l: { personne: string | null; courriel: string | null },
): boolean => {
  const dernier = lu.derniers.find(
    (e) =>
      codes.includes(e.code) &&
      ((l.personne !== null && e.personne === l.personne) ||
        (l.courriel !== null && e.adresse.toLowerCase() === l.courriel.toLowerCase())),
  )
  return dernier?.etat === 'refuse' || (dernier?.etat === 'retenu' && dernier.raison === 'adresse')
}

const poser = (
  lu: Lu,
  c: Colonne,
  l: { readonly personne: string | null; readonly courriel: string | null },
  part: Part,
): Cellule =>
  celluleDe(
    {
      prevu: c.jour,
      seul: c.seul,
      attend: false,
      // Un arrêt ne retient que ce qui partirait seul : un geste à faire reste à faire.
      arrete:
        c.seul &&
        arretDe(lu.arrets, { session: lu.session.id, code: c.code, personne: l.personne }) !== undefined,
      rejete: rejete(lu, [c.code, c.code === 'certificat' ? 'certificat-realisation' : c.code], l),
      ...part,
    },
    lu.jour,
  )

const remise = (lu: Lu, p: PieceRemise | undefined): Part =>
  p
    ? {
        parti: jourDInstant(lu, p.envoyeeLe ?? p.emiseLe),
        fait: jourDInstant(lu, p.accuseLe),
        attend: true,
        mot: p.accuseLe ? 'reçu' : p.envois === 0 ? 'émise, pas envoyée' : 'accusé attendu',
        href: pieceUrl({ piece: p.piece as PieceId }),
      }
    : { attend: true }

const message = (lu: Lu, c: Colonne, courriel: string | null): Part => {
  const m = lu.messages.find(
    (x) => x.code === c.code && x.ecrit === null && x.courriel.toLowerCase() === courriel?.toLowerCase(),
  )
  return {
    parti: m?.etat === 'parti' ? jourDInstant(lu, m.le) : null,
    href: etapeUrl({ ...session(lu), code: c.code }),
    droit: 'inscriptions.convoquer',
    ...(c.jour < lu.jour && !m && !c.seul ? { sansObjet: true, mot: 'n’est pas parti' } : {}),
  }
}

const questionnaire = (lu: Lu, c: Colonne, qui: (d: Lu['demandes'][number]) => boolean): Part => {
  const d = lu.demandes.find((x) => x.genre === c.code && qui(x))
  const [repondue, ferme] = [dateCivile(d?.repondueLe ?? ''), dateCivile(d?.fermeLe ?? '')]
  if (!d) return { attend: true, href: questionnairesDeSessionUrl(session(lu)), droit: 'questionnaires.lire' }
  return {
    attend: true,
    parti: jourDInstant(lu, d.partieLe),
    fait: repondue ?? null,
    avant: ferme ?? null,
    href: campagneUrl({ campagne: d.campagne }),
    droit: 'questionnaires.lire',
    mot: repondue ? 'répondu' : d.arretee ? 'ne veut plus de rappel' : 'réponse attendue',
  }
}

const emargement = (lu: Lu, i: Inscrit): Part => {
  const siennes = lu.cases.filter((x) => x.inscription === i.id)
  const parSeance = new Map(siennes.map((x) => [x.seance as string, x.presence.etat]))
  // Qui rejoint l’action en cours de route n’a rien à signer avant le jour de son arrivée.
  const tenues = depuisLArrivee(lu.session.seances, i.arriveeLe).filter((s) => s.tenue)
  const passees = tenues.filter((s) => s.fin <= lu.maintenant)
  const statuees = passees.filter((s) => (parSeance.get(s.id) ?? 'attendue') !== 'attendue').length
  const liens = lu.liens.find((x) => x.inscription === i.id)
  const derniere = passees.at(-1)
  return {
    attend: true,
    parti: jourDInstant(lu, liens?.dernierLe),
    fait: tenues.length > 0 && statuees === tenues.length && derniere ? derniere.jour : null,
    avant: statuees < passees.length && derniere ? derniere.jour : null,
    ...(passees.length > 0 ? { mot: `${statuees} sur ${passees.length}` } : {}),
    href: `${sessionUrl(session(lu))}#seances`,
  }
}

/** Reçu d’un autre organisme : c’est lui qui remet avant l’entrée, et qui doit le certificat. */
const estRecu = (lu: Lu, i: Inscrit): boolean =>
  lu.dossiers.some((d) => d.id === i.dossier && d.regime === 'sous-traitance-recue')

const duStagiaire = (lu: Lu, c: Colonne, i: Inscrit): Part => {
  if ((c.code === 'information' || c.code === 'certificat') && estRecu(lu, i))
    return {
      sansObjet: true,
      mot: 'par son organisme',
      href: dossierUrl({ ...session(lu), dossier: i.dossier as DossierLu['id'] }),
    }
  const piece = (genre: PieceRemise['genre']) =>
    lu.pieces.find((p) => p.inscription === i.id && p.genre === genre)
  switch (c.code) {
    case 'information': {
      const [p, r] = [piece('information-stagiaire'), lu.remises.find((x) => x.inscription === i.id)]
      return p || !r
        ? {
            href: piecesDeSessionUrl(session(lu)),
            // Accusée sur papier, c’est la remise qui le dit.
            ...remise(lu, p && { ...p, accuseLe: p.accuseLe ?? r?.accuseLe ?? null }),
          }
        : {
            attend: true,
            parti: jourDInstant(lu, r.remisLe),
            fait: jourDInstant(lu, r.accuseLe),
            mot: 'en main propre',
            href: piecesDeSessionUrl(session(lu)),
          }
    }
    case 'convocation':
      return i.etat === 'inscrit'
        ? { href: piecesDeSessionUrl(session(lu)), ...remise(lu, piece('convocation')) }
        : { sansObjet: true, mot: 'pas encore inscrit' }
    case 'lien-emargement':
      return emargement(lu, i)
    case 'rappel-signature':
      return { sansObjet: true, mot: c.seul ? 'part seul si besoin' : 'non réglé' }
    case 'certificat': {
      const p = piece('certificat-realisation')
      const certificats = certificatsUrl(session(lu))
      if (!p) return { attend: true, href: certificats }
      return p.envois > 0
        ? remise(lu, p)
        : { attend: true, parti: jourDInstant(lu, p.emiseLe), mot: 'émis, à remettre', href: certificats }
    }
    default:
      return c.conduite === 'questionnaires'
        ? questionnaire(lu, c, (d) => d.inscription === i.id)
        : message(lu, c, i.courriel)
  }
}

const signeAilleurs: Partial<Readonly<Record<DossierLu['regime'], string>>> = {
  'sous-traitance-recue': 'contrat de son organisme',
  cpf: 'par la plateforme',
}

const duClient = (lu: Lu, c: Colonne, d: DossierLu): Part => {
  const ou = { ...session(lu), dossier: d.id }
  switch (c.code) {
    case 'convention': {
      const partie = lu.conventions.find((x) => x.dossier === d.id)
      // L'un signe le contrat de l'organisme qui confie, l'autre les conditions de la plateforme : rien n'est à envoyer d'ici.
      const ailleurs = signeAilleurs[d.regime]
      if (ailleurs && !partie && !d.signeLe) return { sansObjet: true, mot: ailleurs, href: dossierUrl(ou) }
      return {
        attend: true,
        parti: jourDInstant(lu, partie?.envoyeeLe),
        fait: jourDInstant(lu, d.signeLe),
        avant: lu.session.debut,
        mot: d.signeLe ? 'signée' : partie ? 'à signer' : 'à envoyer',
        href: partie ? pieceUrl({ piece: partie.piece as PieceId }) : dossierUrl(ou),
      }
    }
    case 'facture': {
      const f = lu.factures.find((x) => x.dossier === d.id)
      return f
        ? {
            fait: dateCivile(f.emiseLe) ?? null,
            mot: f.numero,
            href: factureUrl({ facture: f.facture as never }),
            droit: 'facturation.lire' as const,
          }
        : { attend: true, href: facturerDossierUrl(ou), droit: 'facturation.lire' }
    }
    case 'avis-employeur': {
      const a = lu.absences.find((x) => x.genre === 'avis-employeur' && x.entreprise === d.entreprise)
      return a
        ? { parti: jourDInstant(lu, a.le), href: assiduiteUrl(session(lu)) }
        : { sansObjet: true, mot: 'aucune à dire, ou non dite', href: assiduiteUrl(session(lu)) }
    }
    default:
      return c.conduite === 'questionnaires'
        ? d.acheteur === 'entreprise'
          ? questionnaire(lu, c, (x) => x.dossier === d.id)
          : { sansObjet: true, mot: 'client particulier' }
        : message(lu, c, d.signataireCourriel)
  }
}

const deLIntervenant = (lu: Lu, c: Colonne, g: Lu['gens'][number]): Part => {
  if (c.code === 'feuille') {
    const f = lu.feuilles.find((x) => x.personne === g.personne)
    const derniere = dateCivile(f?.derniere ?? '') ?? null
    if (!f) return { attend: true, href: `${sessionUrl(session(lu))}#seances` }
    return {
      attend: true,
      fait:
        f.closes === f.passees && lu.session.seances.every((s) => s.fin <= lu.maintenant) ? derniere : null,
      parti: derniere,
      avant: f.closes < f.passees ? derniere : null,
      mot: `${f.closes} sur ${f.passees}`,
      href: `${sessionUrl(session(lu))}#seances`,
    }
  }
  return c.conduite === 'questionnaires'
    ? questionnaire(lu, c, (d) => d.personne === g.personne && d.inscription === null)
    : message(lu, c, g.courriel)
}

type Financeur = {
  readonly cle: string
  readonly nom: string
  readonly dossier: DossierLu
  readonly accordLe: DateCivile | null
  readonly reference: string | null
}
const financeursDe = (lu: Lu): Financeur[] => {
  const vus = new Map<string, Financeur>()
  for (const dossier of lu.dossiers)
    for (const f of dossier.financements) {
      if (!f.payeurEntreprise || f.payeurEntreprise === dossier.entreprise) continue
      const deja = vus.get(f.payeurEntreprise)
      // Deux lignes d’un même financeur : il manque un accord tant qu’il en manque un.
      vus.set(f.payeurEntreprise, {
        cle: f.payeurEntreprise,
        nom: f.payeur,
        dossier: deja?.dossier ?? dossier,
        accordLe: deja ? (deja.accordLe && f.accordLe ? f.accordLe : null) : f.accordLe,
        reference: deja?.reference ?? f.accordReference,
      })
    }
  return [...vus.values()].toSorted((a, b) => a.nom.localeCompare(b.nom, 'fr'))
}

const duFinanceur = (lu: Lu, c: Colonne, f: Financeur): Part => {
  if (c.code === 'accord')
    return {
      attend: true,
      fait: f.accordLe,
      ...(f.reference ? { mot: f.reference } : {}),
      href: dossierUrl({ ...session(lu), dossier: f.dossier.id }),
    }
  const a = lu.absences.find((x) => x.genre === 'avis-financeur' && x.entreprise === f.cle)
  return a
    ? { parti: jourDInstant(lu, a.le), href: assiduiteUrl(session(lu)) }
    : { sansObjet: true, mot: 'aucune à dire, ou non dite', href: assiduiteUrl(session(lu)) }
}

export const remplirLignes = (
  lu: Lu,
  colonnes: ReadonlyMap<Public, readonly Colonne[]>,
): ReadonlyMap<Public, readonly Nue[]> => {
  const cellules = (
    p: Public,
    l: { readonly personne: string | null; readonly courriel: string | null },
    part: (c: Colonne) => Part,
  ): ReadonlyMap<Code, Cellule> =>
    new Map((colonnes.get(p) ?? []).map((c) => [c.code, poser(lu, c, l, part(c))]))
  const ligne = (
    p: Public,
    l: {
      readonly cle: string
      readonly nom: string
      readonly personne: string | null
      readonly courriel: string | null
    },
    part: (c: Colonne) => Part,
  ): Nue => ({ ...l, cellules: cellules(p, l, part) })
  return new Map<Public, readonly Nue[]>([
    [
      'stagiaires',
      lu.inscrits.map((i) =>
        ligne(
          'stagiaires',
          { cle: i.id, nom: `${i.prenom} ${i.nom}`, personne: i.personne, courriel: i.courriel },
          (c) => duStagiaire(lu, c, i),
        ),
      ),
    ],
    [
      'clients',
      lu.dossiers.map((d) =>
        ligne(
          'clients',
          { cle: d.id, nom: d.client, personne: d.signataire, courriel: d.signataireCourriel },
          (c) => duClient(lu, c, d),
        ),
      ),
    ],
    [
      'intervenants',
      lu.gens.map((g) =>
        ligne(
          'intervenants',
          { cle: g.personne, nom: `${g.prenom} ${g.nom}`, personne: g.personne, courriel: g.courriel },
          (c) => deLIntervenant(lu, c, g),
        ),
      ),
    ],
    [
      'financeurs',
      financeursDe(lu).map((f) =>
        ligne('financeurs', { cle: f.cle, nom: f.nom, personne: null, courriel: null }, (c) =>
          duFinanceur(lu, c, f),
        ),
      ),
    ],
  ])
}
