import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { Button, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant, withQuery } from '#web/links.ts'
import { verrouillerSession } from '../db/constats.ts'
import { direPourquoi, type Regle } from '../domain/regle.ts'
import { regles } from '../domain/regles.ts'
import { garderReleve, nommerPhrases, type ReleveJuge, releverSession } from '../gestes/relever.ts'
import { etatDe, motGravite, motMarque, motQui } from '../lecture/mots.ts'
import { assiduiteUrl, jugerHref, remedeUrl, sessionControlesUrl } from '../liens.ts'
import { peutRepasser, pourSession } from './commun.ts'

const Source = ({ source }: { source: Regle['source'] }) => (
  <small class="sub">
    {source.texte} ({motMarque[source.marque]})
  </small>
)

type VueProps = {
  readonly r: ReleveJuge
  readonly dire: (phrase: string) => string
  readonly juge: boolean
  readonly repasse: boolean
}

/** La phrase d’un constat se lit une fois : son lien y renvoie (`aria-describedby`) sans la recopier. */
const idDe = (c: ReleveJuge['constats'][number]): string => `c-${c.regle}-${c.cle}`.replace(/[^\w-]/g, '-')

const Vue = ({ r, dire, juge, repasse }: VueProps) => {
  const session = r.session.id
  const ouverts = r.constats.filter((c) => !c.jugement)
  const acceptes = r.constats.filter((c) => c.jugement)
  const muets = new Set(r.nonVerifiables.map((x) => x.code))
  const sansObjet = new Set(r.sansObjet.map((x) => x.code))
  return (
    <Page
      title="Contrôles"
      lede={`${r.session.numero}, ${r.session.intitule}. Ce qu’un contrôle lirait, relu avant la facture.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: r.session.numero, href: sessionUrl({ session }) },
      ]}
    >
      <Section
        titre="À reprendre"
        id="a-reprendre"
        sous={compter(ouverts.length, 'constat', { zero: 'aucun constat' })}
        outils={[
          { libelle: 'Assiduité', href: assiduiteUrl({ session }) },
          ...(r.constats.length > 0
            ? [
                {
                  libelle: 'Exporter, CSV',
                  href: withQuery(sessionControlesUrl({ session }), { format: 'csv' }),
                },
              ]
            : []),
        ]}
      >
        {ouverts.length === 0 ? (
          <p>
            Rien à redire, de ce que les contrôles savent lire.{' '}
            {compter(r.passees, 'règle a répondu', { pluriel: 'règles ont répondu' })}.
          </p>
        ) : (
          <Table
            legende="Constats à reprendre"
            lignes={ouverts}
            colonnes={[
              {
                titre: 'Constat',
                entete: true,
                cell: (c) => (
                  <>
                    <strong>{c.titre}</strong>
                    <br />
                    <span id={idDe(c)}>{dire(c.phrase)}</span>
                    <br />
                    <Source source={c.source} />
                  </>
                ),
              },
              {
                titre: 'Gravité',
                cell: (c) => <Etat etat={etatDe[c.gravite]} mot={motGravite[c.gravite]} />,
              },
              { titre: 'À qui', cell: (c) => motQui[c.qui] },
              {
                titre: 'Réparer',
                cell: (c) =>
                  c.remede === direPourquoi ? (
                    juge ? (
                      <a href={jugerHref(session, c)}>{c.remede}</a>
                    ) : (
                      <a href={remedeUrl(session, c.ou)}>Voir</a>
                    )
                  ) : (
                    <a href={remedeUrl(session, c.ou)}>{c.remede}</a>
                  ),
              },
              {
                titre: 'Juger',
                cell: (c) =>
                  juge ? (
                    <a href={jugerHref(session, c)} aria-describedby={idDe(c)}>
                      Accepter, avec un motif
                    </a>
                  ) : (
                    ''
                  ),
              },
            ]}
          />
        )}
        {repasse ? (
          <Form form={emptyForm()} action={sessionControlesUrl({ session })} classe="">
            <Button>Repasser et garder le relevé</Button>
          </Form>
        ) : null}
      </Section>
      {acceptes.length > 0 ? (
        <Section titre="Acceptés" id="acceptes" sous={compter(acceptes.length, 'constat')}>
          <Table
            legende="Constats acceptés, et par qui"
            lignes={acceptes}
            colonnes={[
              {
                titre: 'Constat',
                entete: true,
                cell: (c) => (
                  <>
                    <strong>{c.titre}</strong>
                    <br />
                    <span id={idDe(c)}>{dire(c.phrase)}</span>
                  </>
                ),
              },
              { titre: 'Motif', cell: (c) => c.jugement?.motif ?? '' },
              {
                titre: 'Par',
                cell: (c) =>
                  c.jugement
                    ? `${c.jugement.parNom}, le ${formaterDate(jourLocal(c.jugement.le, r.session.zone), 'long')}`
                    : '',
              },
              {
                titre: 'Geste',
                cell: (c) =>
                  juge ? (
                    <a href={jugerHref(session, c)} aria-describedby={idDe(c)}>
                      Revenir dessus
                    </a>
                  ) : (
                    ''
                  ),
              },
            ]}
          />
        </Section>
      ) : null}
      <Section titre="Ce qui est lu" id="regles" sous={`${regles.length} règles`}>
        <details>
          <summary>Les {regles.length} règles, leur source et leur réponse</summary>
          <Table
            legende="Règles de contrôle"
            lignes={regles}
            colonnes={[
              { titre: 'Règle', entete: true, cell: (x) => x.titre },
              { titre: 'Source', cell: (x) => <Source source={x.source} /> },
              {
                titre: 'Réponse',
                cell: (x) =>
                  sansObjet.has(x.code) ? (
                    <Etat etat="sans-objet" mot="sans objet ici" />
                  ) : muets.has(x.code) ? (
                    <Etat etat="a-juger" mot="non vérifiable" />
                  ) : r.constats.some((c) => c.regle === x.code) ? (
                    <Etat
                      etat={etatDe[x.gravite]}
                      mot={compter(r.constats.filter((c) => c.regle === x.code).length, 'constat')}
                    />
                  ) : (
                    <Etat etat="prouve" mot="rien à redire" />
                  ),
              },
            ]}
          />
        </details>
      </Section>
    </Page>
  )
}

const chemin = parIdentifiant(sessionControlesUrl)

export const sessionControlesPage = new Hono<Env>()
  .use(chemin, exigerDroit('emargement.lire'))
  .get(chemin, (c) =>
    pourSession(c, 'emargement.lire', async (tx, visiteur, session) => {
      const r = await releverSession(tx, session.id, c.get('services').clock.now())
      if (!r) return c.notFound()
      const dire = await nommerPhrases(
        tx,
        r.constats.map((x) => x.phrase),
      )
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          `controles-${session.numero}`,
          enCsv(
            ['Règle', 'Gravité', 'Constat', 'Source', 'À qui', 'Accepté par', 'Motif'],
            r.constats.map((x) => [
              x.titre,
              motGravite[x.gravite],
              dire(x.phrase),
              `${x.source.texte} (${motMarque[x.source.marque]})`,
              motQui[x.qui],
              x.jugement?.parNom,
              x.jugement?.motif,
            ]),
          ),
        )
      return c.html(
        <Vue
          r={r}
          dire={dire}
          juge={peutVisiteur(visiteur, 'controles.juger')}
          repasse={peutRepasser(visiteur)}
        />,
      )
    }),
  )
  .post(chemin, (c) =>
    pourSession(c, 'emargement.lire', async (tx, visiteur, session) => {
      const le = c.get('services').clock.now()
      if (!peutRepasser(visiteur)) return forbidden(c, droits['documents.emettre'].phrase)
      await verrouillerSession(tx, session.id)
      const r = await releverSession(tx, session.id, le)
      if (r) await garderReleve(tx, r, le)
      return redirectWith(c, sessionControlesUrl({ session: session.id }), {
        genre: 'fait',
        fort: 'Les contrôles sont repassés.',
        suite: 'La liste de la coopérative dit la même chose.',
      })
    }),
  )
