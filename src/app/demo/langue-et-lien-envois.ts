/** Ce qui part autour des sessions de Langue & Lien : une convocation armée, un rappel de la veille à ses mots, une étape à elle, un message à plusieurs. */
import { champsDe, chemin, type Personne, uniques } from './rejouer.ts'

/** Relit l’étape sur la session, puis l’arme telle que la page la montrait. */
const armer = async (qui: Personne, session: string, code: string): Promise<string> => {
  const url = `${session}/envois/etapes/${code}`
  return qui.envoyer(url, { ...champsDe(await qui.lire(url)), geste: 'armer' })
}

/** La session qui vient : sa convocation partira seule une semaine avant, un mot la veille aussi. */
export const armerLesEnvois = async (qui: Personne, session: string): Promise<void> => {
  await qui.envoyer('/cooperative/envois/veille', {
    ...champsDe(await qui.lire('/cooperative/envois/veille')),
    active: 'on',
  })
  await armer(qui, session, 'convocation')
  await ajouterUneEtape(qui, session)
}

/** Une étape à elle : comment venir, trois jours avant ; relue sur la session qui vient, puis armée. */
const ajouterUneEtape = async (qui: Personne, session: string): Promise<void> => {
  await qui.envoyer('/cooperative/envois/nouvelle', {
    nom: 'Comment venir',
    publics: 'stagiaires',
    jours: '3',
    bord: 'avant',
    objet: 'Comment venir au Chapeau-Rouge',
    corps:
      'Bonjour {prenom},\n\nNous vous attendons {debut} à {heure}. Du métro République, trois minutes à pied ; un abri à vélos ferme dans la cour. L’entrée est de plain-pied.\n\nUne difficulté pour venir ? Appelez-nous au {telephone}.\n\n{organisme}',
  })
  const [code = ''] = uniques(
    await qui.lire('/cooperative/envois'),
    /\/cooperative\/envois\/(propre-[a-p]{32})/g,
  )
  await armer(qui, session, code)
}

/** Hors d’une session : une invitation aux contacts des entreprises, dont chacun peut se désabonner. */
export const inviterLesClients = async (qui: Personne): Promise<void> => {
  const liste = '/messages/nouveau?liste=entreprises&role=client'
  const personnes = uniques(await qui.lire(liste), /name="personne" value="([0-9a-f-]{36})"/g)
  if (personnes.length === 0) throw new Error('La démonstration ne trouve aucun contact de client.')
  const brouillon = chemin(
    await qui.envoyer(liste, {
      personne: personnes,
      nature: 'information',
      objet: 'Le catalogue du printemps',
      corps:
        'Bonjour {prenom},\n\nNos formations du printemps sont en ligne : langues du travail, français au poste, accueil. Dites-nous ce qui serait utile à vos équipes.\n\n{organisme}, {telephone}',
    }),
  )
  const vue = await qui.lire(brouillon)
  await qui.envoyer(brouillon, {
    ...champsDe(vue),
    garde: uniques(vue, /name="garde" value="([^"]+)"/g),
    geste: 'envoyer',
  })
}

/** La session du jour : un message de service, relu puis parti. */
export const ecrireAuGroupe = async (qui: Personne, session: string, a: string): Promise<void> => {
  const brouillon = chemin(
    await qui.envoyer(`${session}/envois/ecrire`, {
      publics: 'stagiaires',
      nature: 'service',
      objet: 'La prochaine fois, apportez vos annonces d’accueil',
      corps:
        'Bonjour {prenom},\n\nLa prochaine matinée, nous travaillons sur vos propres annonces : apportez-en deux, telles que vous les dites au téléphone.\n\nÀ bientôt, {lieu}.\n\n{organisme}',
    }),
  )
  await qui.envoyer(brouillon, { ...champsDe(await qui.lire(brouillon)), garde: a, geste: 'envoyer' })
}
