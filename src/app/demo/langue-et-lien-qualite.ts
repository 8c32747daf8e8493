/** Langue & Lien prépare un audit de surveillance, dans deux mois : ce qu’elle tient, et les trous que sa grille montre. */
import { lejour, type Scene } from './gestes.ts'
import { type Personne, uniques } from './rejouer.ts'

type Champs = Readonly<Record<string, string>>

/** Écrit une ligne neuve à un registre de la qualité. */
export const inscrireAuRegistre = (qui: Personne, genre: string, champs: Champs): Promise<string> =>
  qui.envoyer(`/qualite/registres/${genre}/nouvelle`, { rang: '0', ...champs })

/** L’identifiant offert par une liste, d’après le nom qu’on y lit. */
export const offertAuRegistre = async (qui: Personne, genre: string, nom: string): Promise<string> =>
  new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>[^<]*${nom}`).exec(
    await qui.lire(`/qualite/registres/${genre}/nouvelle`),
  )?.[1] ?? ''

/** Il y a un mois : le cadre de l’audit, et ce que la coopérative écrit d’elle-même. */
export const preparerAudit = async (s: Scene, maiwenn: Personne, ines: Personne): Promise<void> => {
  await maiwenn.envoyer('/qualite/cadre', {
    genre: 'surveillance',
    auditLe: lejour(s, 62),
    depuis: lejour(s, -300),
    categories: 'AF',
    situation: 'certification',
  })
  await inscrireAuRegistre(maiwenn, 'procedure-reclamation', {
    titre: 'Version 2',
    le: lejour(s, -36),
    adresse: 'https://langue-et-lien.example/reclamations',
    delai: '10',
  })
  await inscrireAuRegistre(maiwenn, 'procedure-violences', {
    titre: 'Version 1',
    le: lejour(s, -36),
    contact: 'Maïwenn Le Goff, 02 99 00 00 12',
    remise: 'Avec le règlement intérieur, et lue à voix haute le premier matin.',
  })
  await inscrireAuRegistre(ines, 'reunion', {
    titre: 'Rentrée pédagogique',
    le: lejour(s, -38),
    participants: 'Inès Carvalho, Tom Okafor, Nadia Berrada',
    decisions: 'Le test d’entrée d’anglais passe à vingt minutes. Tom l’essaie sur le prochain groupe.',
  })
  await inscrireAuRegistre(ines, 'veille-legale', {
    titre: 'Le référentiel passe à trente-trois indicateurs',
    le: lejour(s, -37),
    source: 'Décret n° 2026-728, note du pôle',
    analyse: 'La procédure contre les violences et l’analyse des risques deviennent attendues.',
    decision: 'agir',
    motif: 'Notre audit vient après le 1er novembre 2026.',
    diffusion: 'Toute l’équipe, en réunion',
    effet: 'Procédure violences, version 1',
  })
  await inscrireAuRegistre(ines, 'veille-pedagogie', {
    titre: 'Dictée vocale pour les exercices de prononciation',
    le: lejour(s, -40),
    source: 'Groupe de pratiques du pôle',
    analyse: 'Utile en autonomie, trompeuse sur les accents régionaux.',
    decision: 'sans-effet',
    motif: 'Essayée deux semaines avec un groupe : les stagiaires s’en lassent.',
  })
  await inscrireAuRegistre(ines, 'risque', {
    titre: 'Une seule personne anime l’anglais et l’espagnol',
    le: lejour(s, -36),
    niveau: 'eleve',
    mesure: 'Lena Brandt reprend l’anglais au pied levé ; deux vacataires du pôle sont prévenus.',
  })
  await inscrireAuRegistre(maiwenn, 'partenaire-handicap', {
    titre: 'Cap emploi',
    le: lejour(s, -39),
    territoire: 'Rennes et alentours',
    contact: 'accueil du lundi au vendredi',
  })
  const tom = await offertAuRegistre(ines, 'cv', 'Okafor')
  await inscrireAuRegistre(ines, 'cv', {
    titre: 'Version de la rentrée',
    le: lejour(s, -45),
    intervenant: tom,
    domaines: 'Anglais, espagnol',
  })
  await inscrireAuRegistre(ines, 'developpement', {
    titre: 'Évaluer à l’oral, groupe de pratiques du pôle',
    le: lejour(s, -50),
    intervenant: tom,
    duree: '7 h',
  })
  await inscrireAuRegistre(ines, 'lieu', {
    titre: 'Tour de la rentrée',
    le: lejour(s, -40),
    lieu: await offertAuRegistre(ines, 'lieu', 'Le Chapeau-Rouge'),
    accessibilite: 'De plain-pied, boucle magnétique salle Duras',
    securite: 'Deux issues, registre à jour',
    places: '40',
  })
}

/** Une réclamation d’il y a un mois, accusée et répondue : il reste à la clore. */
export const recevoirUneReclamation = async (s: Scene, nadia: Personne, maiwenn: Personne): Promise<void> => {
  await nadia.envoyer('/qualite/evenements/nouveau', {
    genre: 'reclamation',
    auteur: 'entreprise',
    objet: 'Salle trop froide le matin',
    recuLe: lejour(s, -34),
    recit: 'Le client dit que ses deux salariés ont gardé leur manteau jusqu’à dix heures.',
  })
  const [affaire = ''] = uniques(
    await maiwenn.lire('/qualite/evenements'),
    /href="(\/qualite\/evenements\/[0-9a-f-]{36})"/g,
  )
  for (const [genre, texte] of [
    ['accuse', 'Reçue, merci de nous l’avoir dit.'],
    ['reponse', 'Le chauffage part désormais à sept heures.'],
  ] as const)
    await maiwenn.envoyer(affaire, { genre, le: lejour(s, genre === 'accuse' ? -34 : -33), texte })
}

/** Avant la session : le besoin de chacun ; le positionnement du premier seulement, avec sa suite. */
export const recueillirLesBesoins = async (
  s: Scene,
  qui: Personne,
  session: string,
  ecart: number,
): Promise<readonly string[]> => {
  const parcours = uniques(await qui.lire(session), /href="([^"]+\/inscriptions\/[^"]+\/parcours)"/g)
  for (const [i, adresse] of parcours.entries())
    await qui.envoyer(adresse, {
      rang: '0',
      recueilliLe: lejour(s, ecart),
      besoin: 'Conduire seul un rendez-vous avec un client étranger.',
      prerequis: 'sans-objet',
      ...(i === 0
        ? {
            positionneLe: lejour(s, ecart),
            moyen: 'entretien',
            resultat: 'Comprend tout, cherche ses mots au téléphone.',
            decision: 'adapter',
            decisionDetail: 'Deux jeux de rôle au téléphone en plus.',
          }
        : {}),
    })
  return parcours
}

/** Après : une trace de suivi, et l’ajustement que le positionnement avait décidé. */
export const suivreLePremier = async (
  s: Scene,
  qui: Personne,
  [premier]: readonly string[],
  ecart: number,
): Promise<void> => {
  if (!premier) return
  await qui.envoyer(`${premier}/suivi`, {
    suiviLe: lejour(s, ecart),
    genre: 'ajustement',
    texte: 'Deux jeux de rôle au téléphone, le matin et l’après-midi.',
  })
}
