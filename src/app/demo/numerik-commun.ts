/** Numerik Commun : elle forme des formateurs, à distance surtout, et vise le lot numérique qu’une autre du pôle vise aussi. */
import { courrielDe, ecrireOffre, inscrire, ouvrirDossier, planifier, type Scene } from './gestes.ts'
import { ouvrableApres } from './jours.ts'

export const numerikCommun = async (s: Scene): Promise<void> => {
  s.aller(-20)
  const solene = await s.entrer('Solène Abgrall')
  const offre = await ecrireOffre(solene, {
    intitule: 'Former à distance sans perdre personne',
    objectif: 'Concevoir, animer et évaluer une séquence à distance que chacun termine.',
    objectifs: 'Découper une séquence\nAnimer une classe virtuelle\nRattraper qui décroche',
    contenu: 'Séquences et durées\nClasse virtuelle\nTraces, travaux rendus, relances',
    publicVise: 'Formatrices et formateurs.',
    contact: 'Solène Abgrall',
    contactCourriel: 'contact@numerik-commun.example',
    contactTelephone: '02 99 00 00 17',
    nsf: '333',
    duree: '7 h',
    prix: '450',
    modalite: 'distance',
  })
  const session = await planifier(
    s,
    solene,
    {
      offre,
      lieu: '',
      modalite: 'distance',
      lienConnexion: 'https://visio.numerik-commun.example/former-a-distance',
      formateurId: s.compte('Victor Nguyen'),
      formateur: 'Victor Nguyen',
    },
    [
      [ouvrableApres(s.jour, 9), '9 h', '12 h 30'],
      [ouvrableApres(s.jour, 9), '13 h 30', '17 h'],
    ],
  )
  s.aller(-8)
  const dossier = await ouvrirDossier(solene, session, {
    acheteur: 'organisme-formation',
    structure: 'Atelier des Savoirs',
    siret: '99900004500016',
    prenom: 'Marion',
    nom: 'Teyssier',
    courriel: courrielDe('Marion', 'Teyssier', 'clients'),
    qualite: 'Gérante',
    prix: '900',
    reference: 'FF-0112',
  })
  await inscrire(
    solene,
    dossier,
    [
      ['Jo', 'Lemaître'],
      ['Sacha', 'Moreau'],
    ],
    { remis: false },
  )
  s.maintenant()
}
