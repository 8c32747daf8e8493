import { lireCertification, lireCodePostal, lireNda, lireSiret } from '#kernel/identifiants.ts'
import { refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { tronquer, uneLigne } from '#kernel/texte.ts'
import {
  etatsRecrutement,
  financeurs,
  modalitesEnseignement,
  modalitesEntreesSorties,
  niveauCadre2019,
  niveaux,
  objectifsGeneraux,
  parcours,
} from './dictionnaires.ts'

import { lireBlocs, lireContacts, lireEquipements, lireFinancement } from './lheo-complements.ts'
import { creerLecteur, descendre, enfant, enfants, type Lecteur } from './lheo-lecteur.ts'
import type {
  ActionLue,
  Constat,
  LectureLheo,
  Noeud,
  OffreLue,
  OptionsLecture,
  RefusLheo,
  SessionLue,
} from './offre-lue.ts'

export type * from './offre-lue.ts'

const espaces: Readonly<Record<string, '2.2' | '2.3'>> = {
  'http://www.lheo.org/2.2': '2.2',
  'http://lheo.gouv.fr/2.2': '2.2',
  'http://www.lheo.org/2.3': '2.3',
  'http://lheo.gouv.fr/2.3': '2.3',
}
const NDA_REMPLISSAGE = '99999999999'

/** Lit un catalogue. Jamais d’exception : ce qui ne se lit pas est un constat, à sa ligne, et le reste est lu. */
export const lireLheo = (racine: Noeud, options: OptionsLecture): Result<LectureLheo, RefusLheo> => {
  if (racine.nom !== 'lheo')
    return ko(
      refus(
        'pas-lheo',
        `Ce fichier commence par « ${racine.nom.slice(0, 40)} » : ce n’est pas un catalogue LHEO.`,
      ),
    )
  const version = Object.hasOwn(espaces, racine.espace) ? espaces[racine.espace] : undefined
  if (!version)
    return ko(
      refus(
        'espace-inconnu',
        `Espace de noms « ${racine.espace.slice(0, 80)} » : seuls LHEO 2.2 et 2.3 sont lus.`,
      ),
    )
  const constats: Constat[] = []
  const lecteur = creerLecteur(constats, options)
  const formations = enfants(racine, 'offres').flatMap((o) => enfants(o, 'formation'))
  if (formations.length === 0)
    lecteur.dire(
      'avertissement',
      'aucune-offre',
      racine,
      'lheo',
      'Ce catalogue ne contient aucune formation.',
    )
  const offres = formations
    .map((f, i) => lireFormation(f, `formation[${i}]`, lecteur))
    .filter((o) => o !== undefined)
  return ok({ version, offres, constats: constats.sort((a, b) => a.ligne - b.ligne) })
}

const numero = (n: Noeud): string | null => n.attributs.numero ?? null

const lireFormation = (f: Noeud, chemin: string, l: Lecteur): OffreLue | undefined => {
  const intitule = uneLigne(l.texte(f, 'intitule-formation', chemin, { max: 255 }) ?? '')
  if (!intitule) {
    l.dire(
      'erreur',
      'intitule-absent',
      f,
      `${chemin}/intitule-formation`,
      'Une formation sans intitulé n’est pas lue.',
    )
    return undefined
  }
  const domaine = enfant(f, 'domaine-formation')
  const d = `${chemin}/domaine-formation`
  const obligatoire = { max: 3000, obligatoire: true }
  const niveauSortie = l.decoder(enfant(f, 'code-niveau-sortie'), niveaux, chemin)
  const actions = enfants(f, 'action').map((a, i) => lireAction(a, `${chemin}/action[${i}]`, l))
  if (actions.length === 0)
    l.dire('avertissement', 'sans-action', f, chemin, 'Cette formation n’a aucune action.')
  return {
    numero: numero(f),
    ligne: f.ligne,
    intitule: tronquer(intitule, 255),
    objectif: l.texte(f, 'objectif-formation', chemin, obligatoire),
    resultats: l.texte(f, 'resultats-attendus', chemin, obligatoire),
    contenu: l.texte(f, 'contenu-formation', chemin, obligatoire),
    certifiante: l.booleen(f, 'certifiante', chemin),
    parcours: l.decoder(enfant(f, 'parcours-de-formation'), parcours, chemin),
    objectifGeneral: l.decoder(enfant(f, 'objectif-general-formation'), objectifsGeneraux, chemin),
    niveauEntree: l.decoder(enfant(f, 'code-niveau-entree'), niveaux, chemin),
    niveauSortie,
    niveauSortie2019: niveauSortie ? (niveauCadre2019[niveauSortie.code] ?? null) : null,
    formacodes: l.codes(domaine, 'code-FORMACODE', /^\d{5}$/, d),
    nsf: l.codes(domaine, 'code-NSF', /^\d{3}[A-Z]?$/, d),
    rome: l.codes(domaine, 'code-ROME', /^[A-Z]\d{4}$/, d),
    certifications: lireCertifications(f, chemin, l),
    blocs: lireBlocs(f, chemin, l),
    contacts: lireContacts(f, chemin, l),
    url: descendre(f, 'url-formation', 'urlweb')?.texte.trim() || null,
    organisme: lireOrganisme(
      enfant(f, 'organisme-formation-responsable'),
      `${chemin}/organisme-formation-responsable`,
      f,
      l,
    ),
    actions,
  }
}

/** Celles de la formation, puis celles que ses sessions désignent (`reference-certification`, 2.3). */
const lireCertifications = (f: Noeud, chemin: string, l: Lecteur): string[] => {
  const sessions = enfants(f, 'action').flatMap((a) => enfants(a, 'session'))
  return [
    ...new Set([
      ...enfants(f, 'certification').flatMap((c, i) =>
        lireCodesCertification(c, 'code-', `${chemin}/certification[${i}]`, l),
      ),
      ...sessions
        .flatMap((s) => enfants(s, 'reference-certification'))
        .flatMap((c) =>
          lireCodesCertification(c, 'reference-code-', `${chemin}/…/reference-certification`, l),
        ),
    ]),
  ]
}

const lireCodesCertification = (c: Noeud, prefixe: string, chemin: string, l: Lecteur): string[] =>
  (['RNCP', 'RS'] as const).flatMap((registre) => {
    const e = enfant(c, `${prefixe}${registre}`)
    if (!e || uneLigne(e.texte) === '') return []
    const lu = lireCertification(e.texte, registre)
    if (lu.ok) return [lu.value]
    l.dire('avertissement', 'certification-forme', e, `${chemin}/${prefixe}${registre}`, lu.error.phrase)
    return []
  })

const lireOrganisme = (o: Noeud | undefined, chemin: string, f: Noeud, l: Lecteur): OffreLue['organisme'] => {
  if (!o) {
    l.dire('avertissement', 'organisme-absent', f, chemin, 'L’organisme responsable manque.')
    return { nom: null, siret: null, nda: null, etrangere: false }
  }
  const brutSiret =
    descendre(o, 'SIRET-organisme-formation', 'SIRET') ?? enfant(o, 'SIRET-organisme-formation')
  const brutNda = enfant(o, 'numero-activite')
  let siret: string | null = null
  if (brutSiret && uneLigne(brutSiret.texte) !== '') {
    const lu = lireSiret(brutSiret.texte)
    if (lu.ok) siret = lu.value
    else l.dire('avertissement', lu.error.code, brutSiret, `${chemin}/SIRET`, lu.error.phrase)
  }
  let nda: string | null = null
  if (brutNda && uneLigne(brutNda.texte) !== '') {
    const lu = lireNda(brutNda.texte)
    if (!lu.ok) l.dire('avertissement', lu.error.code, brutNda, `${chemin}/numero-activite`, lu.error.phrase)
    else if (lu.value.valeur === NDA_REMPLISSAGE)
      l.dire(
        'information',
        'nda-inconnu',
        brutNda,
        `${chemin}/numero-activite`,
        'Le numéro 99999999999 n’est qu’un remplissage : aucun numéro n’est retenu.',
      )
    else nda = lu.value.valeur
  }
  // Deux établissements d’une même coopérative n’ont que le SIREN en commun.
  const autreSiren = siret !== null && siret.slice(0, 9) !== (l.attendu.siret ?? siret).slice(0, 9)
  const autre = [
    autreSiren ? `SIRET ${siret}` : '',
    nda !== null && l.attendu.nda !== undefined && nda !== l.attendu.nda
      ? `déclaration d’activité ${nda}`
      : '',
  ].filter((t) => t !== '')
  if (autre.length > 0)
    l.dire(
      'avertissement',
      'identite-etrangere',
      brutSiret ?? o,
      chemin,
      `Cette offre est d’un autre organisme (${autre.join(', ')}) : elle s’importe en brouillon à votre nom.`,
    )
  return {
    nom: l.texte(o, 'nom-organisme', chemin, { max: 250 }),
    siret,
    nda,
    etrangere: autre.length > 0,
  }
}

const lireAction = (a: Noeud, chemin: string, l: Lecteur): ActionLue => {
  const adresse = descendre(a, 'lieu-de-formation', 'coordonnees', 'adresse')
  const cp = enfant(adresse, 'codepostal')
  const codePostal = cp && uneLigne(cp.texte) !== '' ? lireCodePostal(cp.texte) : undefined
  if (cp && codePostal && !codePostal.ok)
    l.dire('avertissement', codePostal.error.code, cp, `${chemin}/…/codepostal`, codePostal.error.phrase)
  const sessions = enfants(a, 'session').map((s, i) => lireSession(s, `${chemin}/session[${i}]`, l))
  if (sessions.length === 0)
    l.dire('avertissement', 'sans-session', a, chemin, 'Cette action n’a aucune session.')
  const [centre, entreprise, total] = [
    l.entier(a, 'nombre-heures-centre', chemin),
    l.entier(a, 'nombre-heures-entreprise', chemin),
    l.entier(a, 'nombre-heures-total', chemin),
  ]
  if (total !== null && centre !== null && total !== centre + (entreprise ?? 0))
    l.dire(
      'avertissement',
      'heures-incoherentes',
      a,
      `${chemin}/nombre-heures-total`,
      `${total} heures au total, mais ${centre} en centre et ${entreprise ?? 0} en entreprise.`,
    )
  return {
    numero: numero(a),
    rythme: l.texte(a, 'rythme-formation', chemin, { max: 3000 }),
    publics: l.codes(a, 'code-public-vise', /^\d{5}$/, chemin),
    niveauEntreeObligatoire: l.booleen(a, 'niveau-entree-obligatoire', chemin),
    modalites: l.decoder(enfant(a, 'modalites-enseignement'), modalitesEnseignement, chemin),
    entreesSorties: l.decoder(enfant(a, 'modalites-entrees-sorties'), modalitesEntreesSorties, chemin),
    conditions: l.texte(a, 'conditions-specifiques', chemin, { max: 3000 }),
    heuresCentre: centre,
    heuresEntreprise: entreprise,
    heuresTotal: total,
    prixTotalTtc: l.montant(a, 'prix-total-TTC', chemin),
    prixHoraireTtc: l.montant(a, 'prix-horaire-TTC', chemin),
    codePostal: codePostal?.ok ? codePostal.value : null,
    ville: l.texte(adresse, 'ville', chemin, { max: 50 }),
    accesHandicapes: l.texte(a, 'acces-handicapes', chemin, { max: 250 }),
    recrutement: l.texte(a, 'modalites-recrutement', chemin, { max: 3000 }),
    pedagogie: l.texte(a, 'modalites-pedagogiques', chemin, { max: 200 }),
    infoPublic: l.texte(a, 'info-public-vise', chemin, { max: 250 }),
    dureeIndicative: l.texte(a, 'duree-indicative', chemin, { max: 150 }),
    financeurs: enfants(a, 'organisme-financeur')
      .map((o) => l.decoder(enfant(o, 'code-financeur'), financeurs, `${chemin}/organisme-financeur`))
      .filter((c) => c !== null),
    equipements: lireEquipements(a, chemin, l),
    financement: lireFinancement(a, chemin, l),
    alternance: l.texte(a, 'modalites-alternance', chemin, { max: 3000 }),
    sessions,
  }
}

const lireSession = (s: Noeud, chemin: string, l: Lecteur): SessionLue => {
  const periode = enfant(s, 'periode')
  const debut = l.date(periode, 'debut', `${chemin}/periode`)
  const fin = l.date(periode, 'fin', `${chemin}/periode`)
  if (debut && fin && debut !== 'inconnue' && fin !== 'inconnue' && fin < debut)
    l.dire(
      'avertissement',
      'periode-inverse',
      periode ?? s,
      `${chemin}/periode`,
      'La session finit avant de commencer.',
    )
  return {
    numero: numero(s),
    debut,
    fin,
    etatRecrutement: l.decoder(enfant(s, 'etat-recrutement'), etatsRecrutement, chemin),
    inscription: l.texte(s, 'modalites-inscription', chemin, { max: 255 }),
    lieu: l.texte(descendre(s, 'adresse-inscription', 'adresse'), 'ville', chemin, { max: 50 }),
  }
}
