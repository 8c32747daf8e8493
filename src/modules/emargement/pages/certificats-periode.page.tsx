import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { sessionsUrl } from '#modules/sessions/index.ts'
import { Button, Empty, Etat, Field, FieldSection, Form, Page, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { date } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { ouEnEst, type Periode, periodeProposee } from '../domain/certificat-periode.ts'
import {
  emettrePeriode,
  lirePeriodes,
  type Periodes,
  signerEtRemettrePeriodes,
} from '../gestes/certificats-periode.ts'
import { certificatsPeriodeUrl, certificatsUrl, remettrePeriodesUrl, sessionUrl } from '../liens.ts'
import { agentDe, contexteDe, peutEmettre, refuserPresences } from './commun.ts'

const fields = z.object({
  du: date({ vide: 'Écrivez le premier jour de la période.' }),
  au: date({ vide: 'Écrivez le dernier jour de la période.' }),
})
type Formulaire = FormOf<typeof fields>
type LigneLue = Periodes['lignes'][number]

const direPeriode = ({ debut, fin }: Periode): string => `du ${formaterDate(debut)} au ${formaterDate(fin)}`

const EtatPeriode = ({ preuve }: { preuve: LigneLue['certificats'][number]['preuve'] }) =>
  preuve?.recue ? (
    <Etat etat="prouve" mot="signé, reçu par la personne" />
  ) : preuve?.remise ? (
    <Etat etat="prouve" mot="signé, remis" />
  ) : preuve?.signee ? (
    <Etat etat="prouve" mot="signé" />
  ) : (
    <Etat etat="partiel" mot="émis, à signer" />
  )

type VueProps = {
  lues: Periodes
  form: Formulaire
  peut: boolean
}

const Vue = ({ lues: { session, lignes, tenues, aujourdhui }, form, peut }: VueProps) => {
  const etat = ouEnEst(tenues, aujourdhui)
  const fin = tenues.toSorted().at(-1)
  const emis = lignes.flatMap((l) => l.certificats.map((x) => ({ ...x, inscription: l.inscription })))
  const aSigner = emis.filter((x) => !x.preuve?.signee).length
  const aRemettre = emis.filter((x) => !x.preuve?.remise && x.inscription.courriel).length
  return (
    <Page
      title="Certificats d’une période"
      alert={form.alert}
      lede={`${session.intitule}. Une formation longue, ou un financeur qui paie au mois, demande ce qui fut suivi avant la fin. Le certificat de l’action, lui, s’émet à la fin et compte tout.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
        { libelle: 'Certificats', href: certificatsUrl({ session: session.id }) },
      ]}
    >
      {lignes.length === 0 ? (
        <Empty titre="Personne n’est à certifier dans cette session">
          Une personne inscrite par un client d’ici aura le sien à cette page.
        </Empty>
      ) : etat === 'un-seul-jour' && emis.length === 0 ? (
        <Empty
          titre="Cette action tient en une journée"
          gestes={<a href={certificatsUrl({ session: session.id })}>Voir les certificats de réalisation</a>}
        >
          Aucune période ne finit avant elle : son certificat de réalisation compte tout.
        </Empty>
      ) : etat === 'rien-tenu' ? (
        <Empty titre="Rien ne s’est encore tenu">
          Le premier certificat d’une période s’émet après la première demi-journée.
        </Empty>
      ) : (
        <>
          {etat === 'finie' && fin ? (
            <p>
              L’action a fini le {formaterDate(fin)} : son{' '}
              <a href={certificatsUrl({ session: session.id })}>certificat de réalisation</a> compte tout. Un
              certificat de période ne s’émet plus que pour une période finie avant ce jour.
            </p>
          ) : null}
          {peut && etat !== 'un-seul-jour' ? (
            <Form form={form} noms={{ du: 'Du', au: 'Au' }}>
              <FieldSection titre="Émettre pour une période">
                <p class="sub l3">
                  Une période achevée, dont chaque demi-journée a sa présence ou son absence. La même période
                  émise de nouveau remplace la pièce si ce qu’elle dit a changé.
                </p>
                <Field form={form} name="du" label="Du" placeholder="01/10/2026" />
                <Field form={form} name="au" label="Au" placeholder="31/10/2026" />
                <p class="l3">
                  <Button genre="call" geste="emettre">
                    Émettre {compter(lignes.length, 'certificat')}
                  </Button>
                </p>
              </FieldSection>
            </Form>
          ) : null}
          {peut && aSigner + aRemettre > 0 ? (
            <Form form={emptyForm()} action={remettrePeriodesUrl({ session: session.id })} classe="actions">
              <p>
                <Button>{aSigner > 0 ? 'Signer et remettre' : 'Remettre'} ce qui est émis</Button>
              </p>
              <p class="sub">
                Signe qui en a la fonction ou la délégation. Chacun reçoit le sien par un lien à lui.
              </p>
            </Form>
          ) : null}
          {emis.length === 0 ? (
            <p>Aucun certificat de période n’est encore émis.</p>
          ) : (
            <Table
              legende="Certificats de période, par stagiaire"
              lignes={emis}
              colonnes={[
                {
                  titre: 'Stagiaire',
                  entete: true,
                  cell: (l) => `${l.inscription.prenom} ${l.inscription.nom}`,
                },
                { titre: 'Période', cell: (l) => direPeriode(l.periode) },
                { titre: 'Suivi', nombre: true, cell: (l) => formaterDuree(l.minutes) },
                { titre: 'État', cell: (l) => <EtatPeriode preuve={l.preuve} /> },
                { titre: 'Pièce', cell: (l) => <a href={pieceUrl({ piece: l.piece })}>{l.numero}</a> },
              ]}
            />
          )}
        </>
      )}
    </Page>
  )
}

export const certificatsPeriodePages = new Hono<Env>()
  .use(certificatsPeriodeUrl.modele, exigerDroit('emargement.lire'))
  .use(remettrePeriodesUrl.modele, exigerDroit('emargement.lire'))
  .get(certificatsPeriodeUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    const refus = await refuserPresences(c, ctx)
    if (refus) return refus
    const services = c.get('services')
    const lues = await lirePeriodes(services, ctx.qui.acces, ctx.session)
    if (!lues) return notFound(c)
    const proposee = periodeProposee(
      lues.tenues,
      lues.lignes.flatMap((l) => l.certificats.map((x) => x.periode)),
      lues.aujourdhui,
    )
    const form = emptyForm<'du' | 'au'>(
      undefined,
      proposee
        ? { du: formaterDate(proposee.debut, 'chiffres'), au: formaterDate(proposee.fin, 'chiffres') }
        : {},
    )
    return c.html(<Vue lues={lues} form={form} peut={peutEmettre(ctx.visiteur)} />)
  })
  .post(certificatsPeriodeUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    if (!peutEmettre(ctx.visiteur))
      return forbidden(c, 'L’équipe qui prépare la session émet ses certificats.')
    const services = c.get('services')
    const lues = await lirePeriodes(services, ctx.qui.acces, ctx.session)
    if (!lues) return notFound(c)
    const vers = certificatsPeriodeUrl({ session: ctx.session })
    const lu = await readForm(fields, c)
    const rendre = (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
      c.html(<Vue lues={lues} form={form} peut />, status)
    if (!lu.ok) return rendre(lu.form, lu.status)
    const r = await emettrePeriode(services, ctx.qui.acces, lues, {
      debut: lu.data.du,
      fin: lu.data.au,
    })
    if (!r.ok) return rendre(withAlert(lu.form, { titre: 'Rien n’a été émis', phrase: r.error.phrase }), 409)
    const { emis, deja, enFile, refus, periode } = r.value
    if (emis + deja + enFile === 0)
      return rendre(
        withAlert(lu.form, { titre: 'Rien n’a été émis', phrase: refus[0] ?? 'Rien à certifier.' }),
        409,
      )
    const suite = [deja > 0 ? `${compter(deja, 'certificat')} inchangé${deja > 1 ? 's' : ''}.` : '', ...refus]
      .filter(Boolean)
      .join(' ')
    return redirectWith(c, vers, {
      genre: emis + enFile > 0 ? 'fait' : 'passe',
      fort:
        enFile > 0
          ? `${compter(enFile, 'certificat')} en cours d’émission.`
          : `${compter(emis, 'certificat', { zero: 'Aucun certificat' })} émis, ${direPeriode(periode)}.`,
      ...(suite ? { suite } : {}),
    })
  })
  .post(remettrePeriodesUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    if (!peutEmettre(ctx.visiteur))
      return forbidden(c, 'L’équipe qui prépare la session émet ses certificats.')
    const services = c.get('services')
    // La session d’un autre n’existe pas ici : rien n’y est à remettre, et la page répond comme partout.
    const lues = await lirePeriodes(services, ctx.qui.acces, ctx.session)
    if (!lues) return notFound(c)
    const vers = certificatsPeriodeUrl({ session: ctx.session })
    const lu = await readForm(z.object({}), c)
    if (!lu.ok) return redirectWith(c, vers, { genre: 'mal', fort: 'Rien n’a été fait : recommencez.' })
    const qui = { acces: ctx.qui.acces, id: ctx.qui.id, ip: clientIp(c), agent: agentDe(c) }
    const r = await signerEtRemettrePeriodes(services, qui, lues)
    if (!r.ok)
      return redirectWith(c, vers, { genre: 'mal', fort: 'Tout n’est pas fait.', suite: r.error.phrase })
    const { signees, parties, muets } = r.value
    return redirectWith(c, vers, {
      genre: 'fait',
      fort: `${compter(signees, 'certificat', { zero: 'Aucun certificat' })} signé${signees > 1 ? 's' : ''}, ${compter(parties, 'envoi', { zero: 'aucun envoi' })} en route.`,
      ...(muets ? { suite: `Sans courriel, à remettre en main propre : ${muets}.` } : {}),
    })
  })
