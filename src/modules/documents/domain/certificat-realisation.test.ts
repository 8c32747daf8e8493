import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { type DemandeCertificat, etablirCertificat } from './certificat-realisation.ts'

const d = (t: string): DateCivile => {
  const date = dateCivile(t)
  if (!date) throw new Error(t)
  return date
}
const demande: DemandeCertificat = {
  numero: 'CR-2026-0147-06',
  emisLe: new Date('2026-11-19T08:05:00Z'),
  aujourdhui: d('2026-11-19'),
  organisme: { nom: 'Langue & Lien', siret: '99912047000011' },
  beneficiaire: { civilite: 'Mme', prenom: 'Yasmine', nom: 'Haddad', entreprise: 'Ateliers Belledonne' },
  action: {
    intitule: 'Anglais professionnel',
    nature: 'formation',
    debut: d('2026-11-17'),
    fin: d('2026-11-18'),
    modalite: 'présentiel',
    session: 'S-2026-0147',
    lieu: 'Grenoble',
  },
  heures: { suiviMin: 840, distanceMin: 0, nonStatuees: 0 },
  justificatifs: { feuilles: ['EM-2026-0147-01'], signatures: 4 },
  cofinancementEuropeen: false,
  ville: 'Grenoble',
  signataire: {
    civilite: 'Mme',
    prenom: 'Hélène',
    nom: 'Roussillon',
    qualite: 'directrice générale',
    aPouvoir: true,
  },
}

describe('établir un certificat de réalisation', () => {
  it('donne au gabarit les heures suivies, et rien du pouvoir vérifié', () => {
    const r = etablirCertificat(demande)
    expect(r).toMatchObject({
      ok: true,
      value: {
        gabarit: 'certificat-realisation.v1',
        emisLe: '2026-11-19T08:05:00.000Z',
        action: { nature: 'formation', minutesRealisees: 840, minutesDistance: 0 },
        fait: { ville: 'Grenoble', le: '2026-11-19' },
      },
    })
    expect(r.ok && r.value.signataire).toEqual({
      civilite: 'Mme',
      prenom: 'Hélène',
      nom: 'Roussillon',
      qualite: 'directrice générale',
    })
  })
  it.each<[string, Partial<DemandeCertificat>, string]>([
    ['avant la fin', { aujourdhui: d('2026-11-17') }, 'action-non-finie'],
    ['le soir même', { aujourdhui: d('2026-11-18') }, 'ok'],
    ['nature non cochée', { action: { ...demande.action, nature: null } }, 'nature-non-choisie'],
    [
      'demi-journées non statuées',
      { heures: { ...demande.heures, nonStatuees: 1 } },
      'demi-journees-non-statuees',
    ],
    ['zéro heure', { heures: { ...demande.heures, suiviMin: 0 } }, 'aucune-heure'],
    [
      'signataire sans pouvoir',
      { signataire: { ...demande.signataire, aPouvoir: false } },
      'signataire-sans-pouvoir',
    ],
    ['intitulé vide', { action: { ...demande.action, intitule: ' ' } }, 'intitule-vide'],
    ['période à l’envers', { action: { ...demande.action, fin: d('2026-11-16') } }, 'periode-inverse'],
  ])('%s', (_, x, attendu) => {
    const r = etablirCertificat({ ...demande, ...x })
    expect(r.ok ? 'ok' : r.error.code).toBe(attendu)
  })
})
