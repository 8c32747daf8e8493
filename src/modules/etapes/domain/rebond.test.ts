import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeDuRebond, condamne, direRefus, lireRebond } from './rebond.ts'

const id = 'etape-01a21f2a-594b-7b9f-b58a-e7e472f1842d'
/** Un avis tel qu’un serveur l’écrit, ses lignes à la manière du courrier. */
const avis = ({
  action = 'failed',
  statut = '5.1.1',
  destinataire = 'Final-Recipient: rfc822; agathe@exemple.example',
  message = `Message-ID: <${id}@coforme.example>`,
  renvoye = 'message/rfc822',
  codage = '',
}: Readonly<
  Partial<Record<'action' | 'statut' | 'destinataire' | 'message' | 'renvoye' | 'codage', string>>
> = {}) => {
  const etat = [
    'Reporting-MTA: dns; boites.exemple.example',
    '',
    destinataire,
    `Action: ${action}`,
    `Status: ${statut} (unknown)`,
    'Diagnostic-Code: smtp; 550 5.1.1 Cette boite n’existe pas',
    '',
  ].join('\r\n')
  return [
    'From: <MAILER-DAEMON@boites.exemple.example>',
    'To: coforme@coforme.example',
    'Subject: Non remis',
    'Content-Type: multipart/report; report-type=delivery-status;',
    ' boundary="=_borne/42"',
    'MIME-Version: 1.0',
    '',
    'Avant la première borne.',
    '--=_borne/42',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Votre message n’a pas pu être remis.',
    '--=_borne/42',
    'Content-Type: message/delivery-status',
    ...(codage ? [`Content-Transfer-Encoding: ${codage}`] : []),
    '',
    codage === 'base64' ? Buffer.from(etat, 'latin1').toString('base64') : etat,
    '--=_borne/42',
    `Content-Type: ${renvoye}`,
    '',
    'From: Langue & Lien <coforme@coforme.example>',
    message,
    'Subject: Votre convocation',
    '',
    '--=_borne/42--',
    '',
  ].join('\r\n')
}
const code = (brut: string) => {
  const lu = lireRebond(brut)
  return lu.ok ? 'lu' : lu.error.code
}

describe('un avis de non-remise', () => {
  it('dit de quel message et de quelle adresse il parle, quelle que soit la façon de l’écrire', () => {
    const attendu = { ok: true, value: { message: id, adresse: 'agathe@exemple.example', statut: '5.1.1' } }
    expect(lireRebond(avis())).toEqual(attendu)
    expect(lireRebond(avis().replaceAll('\r\n', '\n'))).toEqual(attendu)
    expect(lireRebond(avis({ codage: 'base64' }))).toEqual(attendu)
    expect(lireRebond(avis({ renvoye: 'text/rfc822-headers' }))).toEqual(attendu)
    expect(lireRebond(avis({ destinataire: 'Final-Recipient: RFC822;<agathe@exemple.example>' }))).toEqual(
      attendu,
    )
    // L’adresse écrite par l’expéditeur l’emporte sur celle où elle menait.
    expect(
      lireRebond(
        avis({
          destinataire:
            'Final-Recipient: rfc822; ailleurs@exemple.example\r\nOriginal-Recipient: rfc822;agathe@exemple.example',
        }),
      ),
    ).toEqual(attendu)
  })

  it('un retard, une remise, un message ordinaire, un avis sans message ne sont pas un refus', () => {
    expect(code(avis({ action: 'delayed', statut: '4.4.1' }))).toBe('provisoire')
    expect(code(avis({ action: 'delivered', statut: '2.1.5' }))).toBe('provisoire')
    expect(code('From: a@exemple.example\r\nSubject: Bonjour\r\n\r\nAction: failed\r\nStatus: 5.1.1')).toBe(
      'pas-un-rebond',
    )
    expect(code('')).toBe('pas-un-rebond')
    expect(code(avis({ message: 'X-Autre: rien' }))).toBe('sans-message')
    expect(code(avis({ message: 'Message-ID: <pas un identifiant>' }))).toBe('sans-message')
    expect(code(avis({ destinataire: 'Final-Recipient: x400; inconnu' }))).toBe('sans-message')
  })

  it('un échec au bout du délai est un refus, qui ne condamne pas l’adresse', () => {
    const lu = lireRebond(avis({ statut: '4.4.7' }))
    expect(lu).toMatchObject({ ok: true, value: { message: id, statut: '4.4.7' } })
    expect(condamne('4.4.7')).toBe(false)
    expect(direRefus(codeDuRebond('4.4.7'))).toBe('4.4.7')
  })

  it('ne condamne l’adresse que si la boîte n’existe pas : ni pleine, ni filtrée', () => {
    expect(['5.1.1', '5.1.10', '5.2.1', '5.1.0'].map(condamne)).toEqual([true, true, true, true])
    expect(['5.2.2', '5.7.1', '5.0.0', '4.1.1', '5.1.8'].map(condamne)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
    expect(direRefus(codeDuRebond('5.1.10'))).toBe('5.1.10')
    expect(direRefus('550')).toBe('550')
  })

  it('rien de ce qu’on lui donne ne le fait tomber, et ce qu’il lit tient dans une trace', () => {
    const bouts = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          'Content-Type: multipart/report; boundary=x',
          'Content-Type: message/delivery-status',
          'Content-Type: message/rfc822',
          '--x',
          '--x--',
          '',
          'Action: failed',
          'Status: 5.1.1',
          'Final-Recipient: rfc822; a@b.example',
          'Message-ID: <abc@d.example>',
        ),
      ),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(bouts, fc.constantFrom('\n', '\r\n'), (lignes, fin) => {
        const lu = lireRebond(lignes.join(fin))
        if (!lu.ok) return
        expect(lu.value.message).toMatch(/^[A-Za-z0-9-]{3,200}$/)
        expect(lu.value.statut).toMatch(/^5\.\d{1,3}\.\d{1,3}$/)
        expect(lu.value.adresse.length).toBeLessThanOrEqual(254)
      }),
    )
  })
})
