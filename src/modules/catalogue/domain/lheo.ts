import { dateCivile } from '#kernel/dates.ts'
import { lireBloc, lireCertification, lireCodePostal, lireNda, lireSiret } from '#kernel/identifiants.ts'
import { lireMontant, type Montant } from '#kernel/montant.ts'
import { refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { tronquer, typographier, uneLigne } from '#kernel/texte.ts'
import {
  type Entree,
  etatsRecrutement,
  financeurs,
  modalitesEnseignement,
  modalitesEntreesSorties,
  niveauCadre2019,
  niveaux,
  objectifsGeneraux,
  parcours,
} from './dictionnaires.ts'

import type {
  ActionLue,
  Code,
  Constat,
  DateLue,
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
/** Ce qu’un texte garde au plus : six fois ce que le schéma permet. */
const LONGUEUR = 20_000

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

const enfants = (n: Noeud | undefined, nom: string): Noeud[] => n?.enfants.filter((e) => e.nom === nom) ?? []
const enfant = (n: Noeud | undefined, nom: string): Noeud | undefined => n?.enfants.find((e) => e.nom === nom)
const descendre = (n: Noeud | undefined, ...noms: readonly string[]): Noeud | undefined =>
  noms.reduce<Noeud | undefined>(enfant, n)
const numero = (n: Noeud): string | null => n.attributs.numero ?? null

type Lecteur = ReturnType<typeof creerLecteur>
const creerLecteur = (constats: Constat[], options: OptionsLecture) => {
  const dire = (niveau: Constat['niveau'], code: string, n: Noeud, chemin: string, phrase: string): void => {
    constats.push({ niveau, code, ligne: n.ligne, chemin, phrase: typographier(phrase) })
  }
  /** Texte d’un enfant, nettoyé ; trop long : gardé et dit. « - » veut dire « sans objet » (§ 1.4). */
  const texte = (
    n: Noeud | undefined,
    nom: string,
    chemin: string,
    bornes: { max: number; obligatoire?: boolean },
  ): string | null => {
    const e = enfant(n, nom)
    const lu = e ? options.texteBrut(e.texte).trim() : ''
    if (lu === '' || lu === '-') {
      if (bornes.obligatoire && n && lu === '')
        dire('avertissement', 'champ-vide', e ?? n, `${chemin}/${nom}`, `« ${nom} » est obligatoire et vide.`)
      return null
    }
    if (e && e.texte.length > bornes.max)
      dire(
        'avertissement',
        'trop-long',
        e,
        `${chemin}/${nom}`,
        `« ${nom} » dépasse ${bornes.max} caractères ; il est gardé ${lu.length > LONGUEUR ? `jusqu’au ${LONGUEUR}e` : 'entier'}.`,
      )
    return tronquer(lu, LONGUEUR)
  }
  const decoder = (
    e: Noeud | undefined,
    dictionnaire: Readonly<Record<string, Entree>>,
    chemin: string,
  ): Code | null => {
    const code = e ? uneLigne(e.texte) : ''
    if (!e || code === '') return null
    const entree = Object.hasOwn(dictionnaire, code) ? dictionnaire[code] : undefined
    if (!entree) {
      dire(
        'avertissement',
        'code-inconnu',
        e,
        `${chemin}/${e.nom}`,
        `Le code « ${code.slice(0, 20)} » n’existe pas pour « ${e.nom} ».`,
      )
      return { code, libelle: null }
    }
    if (entree.obsolete)
      dire(
        'information',
        'code-obsolete',
        e,
        `${chemin}/${e.nom}`,
        `Le code « ${code} » de « ${e.nom} » est obsolète : ${entree.libelle}.`,
      )
    return { code, libelle: entree.libelle }
  }
  const booleen = (n: Noeud, nom: string, chemin: string): boolean | null => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (v === '0' || v === '1') return v === '1'
    if (e && v !== '') dire('avertissement', 'code-inconnu', e, `${chemin}/${nom}`, `« ${nom} » vaut 0 ou 1.`)
    return null
  }
  const entier = (n: Noeud, nom: string, chemin: string): number | null => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (!e || v === '') return null
    if (/^\d{1,6}$/.test(v)) return Number(v)
    dire(
      'avertissement',
      'nombre-illisible',
      e,
      `${chemin}/${nom}`,
      `« ${v.slice(0, 20)} » n’est pas un nombre entier d’heures.`,
    )
    return null
  }
  const montant = (n: Noeud, nom: string, chemin: string): Montant | null => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (!e || v === '') return null
    const lu = lireMontant(v)
    if (lu.ok) return lu.value
    dire('avertissement', 'montant-illisible', e, `${chemin}/${nom}`, lu.error.phrase)
    return null
  }
  /** AAAAMMJJ. Le motif du schéma admet le 31 février et 99999999 (inconnue) : une vraie date est vérifiée ici. */
  const date = (n: Noeud | undefined, nom: string, chemin: string): DateLue => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (!e || v === '') return null
    if (v === '99999999') return 'inconnue'
    const lue = /^\d{8}$/.test(v) ? dateCivile(`${v.slice(0, 4)}-${v.slice(4, 6)}-${v.slice(6)}`) : undefined
    if (!lue)
      dire(
        'avertissement',
        'date-inexistante',
        e,
        `${chemin}/${nom}`,
        `« ${v.slice(0, 20)} » n’est pas une date (AAAAMMJJ).`,
      )
    return lue ?? null
  }
  const codes = (n: Noeud | undefined, nom: string, motif: RegExp, chemin: string): string[] =>
    enfants(n, nom).flatMap((e) => {
      const v = uneLigne(e.texte).toUpperCase()
      if (motif.test(v)) return [v]
      dire(
        'avertissement',
        'code-mal-forme',
        e,
        `${chemin}/${nom}`,
        `« ${v.slice(0, 20)} » n’a pas la forme d’un ${nom}.`,
      )
      return []
    })
  return { dire, texte, decoder, booleen, entier, montant, date, codes, attendu: options.attendu ?? {} }
}

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
    certifications: enfants(f, 'certification').flatMap((c, i) =>
      lireCodesCertification(c, `${chemin}/certification[${i}]`, l),
    ),
    blocs: actions.length === 0 ? [] : lireBlocs(f, chemin, l),
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

const lireCodesCertification = (c: Noeud, chemin: string, l: Lecteur): string[] =>
  (['RNCP', 'RS'] as const).flatMap((registre) => {
    const e = enfant(c, `code-${registre}`)
    if (!e || uneLigne(e.texte) === '') return []
    const lu = lireCertification(e.texte, registre)
    if (lu.ok) return [lu.value]
    l.dire('avertissement', 'certification-forme', e, `${chemin}/code-${registre}`, lu.error.phrase)
    return []
  })

const lireBlocs = (f: Noeud, chemin: string, l: Lecteur): string[] => {
  const blocs = enfants(f, 'action')
    .flatMap((a) => enfants(a, 'session'))
    .flatMap((s) => enfants(s, 'blocs-competences'))
  const codes = blocs.flatMap((b) => [b, ...b.enfants]).flatMap((b) => enfants(b, 'code-bloc'))
  const lus = codes.flatMap((e) => {
    const lu = lireBloc(e.texte)
    if (lu.ok) return [lu.value]
    l.dire('avertissement', 'bloc-forme', e, `${chemin}/…/code-bloc`, lu.error.phrase)
    return []
  })
  return [...new Set(lus)]
}

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
    lieu: l.texte(descendre(s, 'adresse-inscription', 'adresse'), 'ville', chemin, { max: 50 }),
  }
}
