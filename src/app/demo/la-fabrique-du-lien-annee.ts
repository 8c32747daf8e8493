/** L’année de La Fabrique du Lien : à chaque trimestre une session vendue, tenue, facturée ; un avoir, une mission entre ses deux enseignes. */
import { type Client, enAppelantLAutre, type Passee } from './annee-passee.ts'
import type { Scene } from './gestes.ts'

export const malik = 'Malik Benslimane'
export const denis = 'Denis Le Bihan'

const clients = {
  associations: {
    nom: 'Maison des Associations du Trégor',
    siret: '99900018500010',
    adresse: '3 rue des Capucins',
    codePostal: '22300',
    ville: 'Lannion',
    signe: ['Youenn', 'Kermarrec', 'Président'],
  },
  epicerie: {
    nom: 'Épicerie coopérative du Goëlo',
    siret: '99900019300014',
    adresse: '9 place du Martray',
    codePostal: '22500',
    ville: 'Paimpol',
    signe: ['Nolwenn', 'Abgrall', 'Gérante'],
  },
  charpentes: {
    nom: 'Charpentes du Méné',
    siret: '99900026800014',
    adresse: '40 route de la Scierie',
    codePostal: '22330',
    ville: 'Collinée',
    signe: ['Maryvonne', 'L’Helgouac’h', 'Présidente'],
  },
} as const satisfies Readonly<Record<string, Client>>

/** De la plus ancienne à la plus récente ; six jours au moins les séparent. */
export const anneeDeLaFabrique = (
  s: Scene,
  {
    decider,
    prevenir,
    salle,
  }: { readonly decider: string; readonly prevenir: string; readonly salle: string },
): readonly Passee[] => {
  const passerelles = { anime: malik, enseigne: 'Passerelles', offre: decider, ou: { salle } }
  const grosOeuvre = { anime: denis, enseigne: 'Gros œuvre', offre: prevenir, ou: { salle }, demi: true }
  return [
    {
      ...grosOeuvre,
      dans: -310,
      client: clients.charpentes,
      prix: '560',
      gens: [['Émeric', 'Le Gall']],
      payee: 30,
    },
    {
      ...passerelles,
      dans: -230,
      client: clients.associations,
      prix: '840',
      papier: true,
      gens: [
        ['Zoé', 'Péron'],
        ['Karim', 'Haddad'],
      ],
      payee: 30,
    },
    {
      ...passerelles,
      dans: -170,
      demi: true,
      client: clients.associations,
      prix: '460',
      gens: [['Jannick', 'Trividic']],
      refaite: 'La facture revient à la fédération, qui paie pour l’association : à refaire.',
      payee: 35,
      suites: enAppelantLAutre(s, {
        par: malik,
        autre: denis,
        enseignes: ['Passerelles', 'Gros œuvre'],
        objet: 'Décider ensemble sur un chantier',
        dans: -170,
      }),
    },
    {
      ...passerelles,
      dans: -120,
      client: clients.epicerie,
      prix: '840',
      papier: true,
      gens: [
        ['Théo', 'Quiniou'],
        ['Awa', 'Traoré'],
      ],
      certifiee: true,
    },
    {
      ...grosOeuvre,
      dans: -60,
      client: clients.charpentes,
      prix: '580',
      gens: [['Soazig', 'Le Gall']],
      payee: 25,
    },
  ]
}
