import { describe, expect, it } from 'vitest'
import { type Animee, accorderLesBilans, type LivresDIci } from './bilans.ts'
import type { Mission } from './missions.ts'

const mission = (autres: Partial<Mission> = {}): Mission =>
  ({
    etat: 'faite',
    moi: 'recoit',
    receveur: 'Langue & Lien',
    forme: 'sous-traitance',
    faitCentimes: 62_000,
    faitTaux: 2000,
    faitMinutes: 420,
    suiviStagiaires: 2,
    suiviMinutes: 840,
    ...autres,
  }) as Mission
const livres = (autres: Partial<LivresDIci> = {}): LivresDIci => ({
  ttc: 74_400,
  attendues: false,
  stagiaires: 2,
  minutes: 840,
  animees: [
    { ligne: 'externe', minutes: 210 },
    { ligne: 'externe', minutes: 210 },
  ],
  ...autres,
})
const animees = (minutes: number, ligne: Animee['ligne']): Pick<LivresDIci, 'animees'> => ({
  animees: [{ ligne, minutes }],
})
const accords = (m: Partial<Mission>, l: Partial<LivresDIci> = {}) =>
  accorderLesBilans(mission(m), livres(l)).map((x) => `${x.ligne} / ${x.enFace} : ${x.accord}`)

describe('les deux bilans d’une mission', () => {
  it('concordent quand chaque coopérative est d’accord avec le constat', () => {
    expect(accords({})).toEqual([
      'D, achats de prestation de formation / C, ligne 10 : oui',
      'F-2 / G : oui',
      'E, personnes extérieures / E, personnes de l’organisme : oui',
    ])
    expect(accords({ moi: 'envoie' }, animees(420, 'interne'))).toEqual([
      'C, ligne 10 / D, achats : oui',
      'G / F-2 : oui',
      'E, personnes de l’organisme / E, personnes extérieures : oui',
    ])
  })
  it.each([
    ['une facture d’un autre montant', {}, { ttc: 70_000 }, 0, 'non'],
    ['aucune facture', {}, { ttc: 0 }, 0, 'attend'],
    ['une facture à rapprocher', {}, { ttc: 10_000, attendues: true }, 0, 'attend'],
    ['des feuilles changées depuis', {}, { minutes: 800 }, 1, 'non'],
    ['une session reçue qui compte d’autres stagiaires', { moi: 'envoie' }, { stagiaires: 1 }, 1, 'non'],
    [
      'une facture d’un montant trop haut, et une autre à rapprocher',
      {},
      { ttc: 80_000, attendues: true },
      0,
      'non',
    ],
    [
      'des feuilles que personne n’avait closes au constat, ni depuis',
      { suiviStagiaires: 0, suiviMinutes: 0 },
      { stagiaires: 0, minutes: 0 },
      1,
      'attend',
    ],
    [
      'les mêmes, chez qui envoie',
      { moi: 'envoie', suiviStagiaires: 0, suiviMinutes: 0 },
      { stagiaires: 0 },
      1,
      'attend',
    ],
    ['des feuilles closes après le constat', { suiviStagiaires: 0, suiviMinutes: 0 }, {}, 1, 'non'],
    ['une heure animée de moins que le constat', {}, animees(360, 'externe'), 2, 'non'],
    ['des heures que personne n’a encore émargées', {}, { animees: [] }, 2, 'attend'],
    ['une fiche qui dit la personne salariée d’ici', {}, animees(420, 'interne'), 2, 'non'],
    ['une personne dont aucun statut ne couvre ces jours', {}, animees(420, null), 2, 'non'],
    ['un prêt que la fiche dit en honoraires', { forme: 'pret' }, animees(420, 'externe'), 1, 'non'],
    [
      'un groupement d’employeurs sans statut',
      { forme: 'groupement-employeurs' },
      animees(420, null),
      1,
      'non',
    ],
    ['chez qui envoie, une personne qui lui facture', { moi: 'envoie' }, animees(420, 'externe'), 2, 'non'],
    [
      'chez qui envoie, une session reçue de cinq heures',
      { moi: 'envoie' },
      animees(300, 'interne'),
      2,
      'non',
    ],
    [
      'chez qui envoie, une session reçue sans feuille close',
      { moi: 'envoie' },
      { animees: [] },
      2,
      'attend',
    ],
    ['une session reçue qui compte d’autres heures', { moi: 'envoie' }, { minutes: 600 }, 1, 'non'],
    ['une session reçue sans feuille close', { moi: 'envoie' }, { minutes: 0 }, 1, 'attend'],
    ['des heures sans feuille close en face', { moi: 'envoie', suiviStagiaires: null }, {}, 2, 'attend'],
    ['un constat d’avant, que les feuilles closes n’ont pas suivi', { suiviStagiaires: null }, {}, 1, 'non'],
  ] as readonly (readonly [string, Partial<Mission>, Partial<LivresDIci>, number, string])[])(
    'ne concordent pas, ou pas encore : %s',
    (_, m, l, rang, attendu) => {
      const ligne = accorderLesBilans(mission(m), livres(l))[rang]
      expect(ligne?.accord).toBe(attendu)
      expect(ligne?.phrase).not.toBe('')
    },
  )
  it('d’un prêt, rien n’est donné ni reçu en stagiaires ; qui ne lit pas la facturation n’en lit pas les montants', () => {
    expect(accords({ forme: 'pret' }, animees(420, 'interne'))).toEqual([
      'D, total des charges / hors du cadre C : oui',
      'E, personnes de l’organisme / hors du cadre E : oui',
    ])
    expect(accords({ forme: 'pret', moi: 'envoie' })).toEqual([
      'hors du cadre C / D, total des charges : oui',
    ])
    expect(accords({}, { ttc: null })).toHaveLength(2)
    expect(accords({ etat: 'ferme' })).toEqual([])
  })
})
