import { describe, expect, it } from 'vitest'
import { MailAddressError } from './compose.ts'
import { lireEchec } from './lire-echec.ts'

describe('un envoi raté', () => {
  it.each<[string, object, string, string]>([
    [
      'un mot de passe refusé',
      { responseCode: 535, code: 'EAUTH', command: 'AUTH PLAIN' },
      '535',
      'plus-tard',
    ],
    ['un accueil qui refuse', { responseCode: 554, code: 'EPROTOCOL', command: 'CONN' }, '554', 'plus-tard'],
    ['un salut refusé', { responseCode: 550, command: 'EHLO' }, '550', 'plus-tard'],
    ['un expéditeur refusé', { responseCode: 550, command: 'MAIL FROM' }, '550', 'plus-tard'],
    [
      'un relais fermé, dit au destinataire',
      { responseCode: 554, command: 'RCPT TO', response: '554 Relay access denied' },
      '554',
      'plus-tard',
    ],
    [
      'une règle de la maison',
      { responseCode: 550, command: 'RCPT TO', response: '550 5.7.1 Unable to relay' },
      '550',
      'plus-tard',
    ],
    [
      'un courrier non authentifié',
      { responseCode: 550, command: 'DATA', response: '550-5.7.26 unauthenticated' },
      '550',
      'plus-tard',
    ],
    ['une boîte pleine pour le moment', { responseCode: 452, command: 'RCPT TO' }, '452', 'plus-tard'],
    [
      'une boîte inconnue',
      { responseCode: 550, command: 'RCPT TO', response: '550 5.1.1 no such user' },
      '550',
      'adresse',
    ],
    ['une boîte inconnue, sans étape', { responseCode: 550 }, '550', 'adresse'],
    [
      'une boîte trop pleine',
      { responseCode: 552, command: 'RCPT TO', response: '552 5.2.2 full' },
      '552',
      'refus',
    ],
    [
      'un contenu refusé',
      { responseCode: 552, command: 'DATA', response: '552 5.3.4 too big' },
      '552',
      'refus',
    ],
    ['un serveur absent', { code: 'ECONNREFUSED', command: 'CONN' }, 'ECONNREFUSED', 'plus-tard'],
    ['une panne qui cite une adresse', { code: 'boîte de soraya@exemple.fr' }, 'ERREUR', 'plus-tard'],
  ])('%s : %j', (_titre, erreur, code, sort) => {
    expect(lireEchec(Object.assign(new Error('échec'), erreur))).toEqual({ code, sort })
  })

  it('par une adresse mal écrite, la condamne', () => {
    expect(lireEchec(new MailAddressError('non'))).toEqual({ code: 'ADRESSE', sort: 'adresse' })
  })
})
