import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { nomDuGenre, pieceUrl } from '#modules/documents/index.ts'
import { inscritsUneFois, porteeDe } from '#modules/inscriptions/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Empty, Etat, Form, Manques, Page, Section, Table } from '#web/components.tsx'
import type { ManqueDeSession, SessionContribution } from '#web/contributions.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { repondreArchive } from '#web/http/archive.ts'
import { notFound } from '#web/http/errors.tsx'
import { type AEmporter, aEmporter, archiveDeSession, consignerEmport } from '../emporter-session.tsx'
import { archiveSessionUrl } from '../liens.ts'
import { faitsDe, pourSession, sessionPath } from './commun.ts'
import { quiManque } from './manques-session.tsx'

type Vu = {
  readonly session: SessionLue
  readonly contenu: AEmporter
  readonly manques: readonly ManqueDeSession[]
  /** Prendre l'archive laisse une ligne au journal : qui ne fait que lire lit les pièces à l'écran. */
  readonly prend: boolean
}

const Vue = ({ session, contenu, manques, prend }: Vu) => (
  <Page
    title={`Tout emporter, ${session.numero}`}
    heading="Tout emporter"
    lede="Les pièces émises de cette session, rangées par genre, avec un index de ce qui est là et de ce qui manque."
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: session.intitule, href: sessionUrl({ session: session.id }) },
    ]}
  >
    <Section
      titre="Ce qui sera dans l’archive"
      id="pieces"
      sous={compter(contenu.pieces.length, 'pièce', { zero: 'aucune pièce' })}
    >
      {contenu.pieces.length === 0 ? (
        <Empty titre="Aucune pièce de cette session n’est émise.">
          Convention, convocations, feuille, certificats et factures viendront ici d’elles-mêmes.
        </Empty>
      ) : (
        <Table
          legende="Pièces de la session"
          lignes={contenu.pieces}
          colonnes={[
            {
              titre: 'Pièce',
              entete: true,
              cell: (p) => (
                <>
                  <a href={pieceUrl({ piece: p.id })}>{nomDuGenre(p.genre)}</a> <small>{p.numero}</small>
                </>
              ),
            },
            { titre: 'De qui', cell: (p) => p.de },
            {
              titre: 'Émise le',
              cell: (p) => formaterDate(jourLocal(p.emiseLe, session.zone), 'court'),
            },
            {
              titre: 'État',
              cell: (p) =>
                p.remplaceePar === null ? (
                  <Etat etat="prouve" mot="en vigueur" />
                ) : (
                  <Etat etat="sans-objet" mot="remplacée" />
                ),
            },
          ]}
        />
      )}
      {contenu.nonLisibles > 0 ? (
        <p class="sub">{compter(contenu.nonLisibles, 'pièce')} que votre rôle ne lit pas n’y seront pas.</p>
      ) : null}
      {contenu.sensibles > 0 ? (
        <p class="sub">L’archive ne contient aucun acte disciplinaire : lisez-les à l’écran.</p>
      ) : null}
    </Section>
    <Section titre="Ce qui manque" id="manque">
      {manques.length === 0 ? (
        <p>Rien ne manque, de ce que le logiciel sait vérifier.</p>
      ) : (
        <Manques lignes={manques} />
      )}
    </Section>
    {prend ? (
      <Form form={emptyForm()} action={archiveSessionUrl({ session: session.id })} noms={{}}>
        <p class="sub">
          L’archive contient des noms et des prix. Elle sera notée au journal, à votre nom : gardez-la en lieu
          sûr, et ne la remettez qu’à qui doit la lire.
        </p>
        <Actions libelle="Tout emporter (ZIP)">
          <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
        </Actions>
      </Form>
    ) : null}
  </Page>
)

export const emporterSessionPage = (
  { db, clock, storage }: Pick<Services, 'db' | 'clock' | 'storage'>,
  contributions: readonly SessionContribution[],
) => {
  const lire = async (tx: TenantTx, visiteur: Visiteur, session: SessionLue): Promise<Vu> => {
    const maintenant = clock.now()
    const [portee, tous, faits] = await Promise.all([
      porteeDe(tx, visiteur, 'inscriptions.lire', session),
      inscritsUneFois(tx, session.id),
      faitsDe(contributions, tx, session, visiteur, maintenant),
    ])
    return {
      session,
      contenu: await aEmporter(tx, session, visiteur, maintenant),
      manques: quiManque({
        session,
        inscrits: portee === 'tout' ? tous : undefined,
        faits,
        bpf: [],
        maintenant,
        peut: { planifier: false },
      }),
      prend: visiteur.lectureSeule !== true && !visiteur.assistance,
    }
  }
  return (
    new Hono<Env>()
      .get(`${sessionPath}/emporter`, exigerDroit('sessions.lire'), (c) =>
        pourSession(c, db, 'sessions.lire', async (tx, visiteur, session) =>
          c.html(<Vue {...(await lire(tx, visiteur, session))} />),
        ),
      )
      // Un envoi et non une adresse : prendre l'archive laisse une ligne, et un lien se précharge.
      .post(`${sessionPath}/archive.zip`, exigerDroit('sessions.lire'), async (c) => {
        const read = await readForm(z.object({}), c)
        return pourSession(c, db, 'sessions.lire', async (tx, visiteur, session) => {
          const { contenu, manques, prend } = await lire(tx, visiteur, session)
          if (!read.ok || !prend) return notFound(c)
          const le = clock.now()
          await consignerEmport(tx, session, contenu, le)
          return repondreArchive(
            `session-${session.numero}`,
            archiveDeSession({ storage }, tx, session, contenu, manques, le),
            le,
          )
        })
      })
  )
}
