import { Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { lireSession, sessionUrl } from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Etat, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type FaitLu, listerFaits } from '../db/mesures.queries.ts'
import { nommerFaits } from '../db/noms.queries.ts'
import { controleDe } from '../domain/controles/index.ts'
import { criteres } from '../domain/grille.ts'
import { composerScore } from '../domain/moteur.ts'
import { motsCriteres } from '../domain/mots.ts'
import { codesDuCadre, lireEquipe, lireRegard } from '../lecture/lire-score.ts'
import { reparer } from '../lecture/ou.ts'
import { dossierQualiteUrl } from '../liens.ts'
import { racine } from './commun.ts'
import type { Gens } from './controles-vue.tsx'

type Props = {
  readonly session: { readonly id: string; readonly intitule: string; readonly numero: string }
  readonly faits: readonly FaitLu[]
  readonly gens: Gens
  readonly criteresDe: ReadonlyMap<number, number>
}

const jour = (j: string | null) => (j ? formaterDate(j as DateCivile, 'court') : '')

const Vue = ({ session, faits, gens, criteresDe }: Props) => {
  const trous = faits.filter((f) => !f.tenu).length
  const critere = (f: FaitLu) => criteresDe.get(controleDe(f.code)?.indicateur ?? 0) ?? 0
  return (
    <Page
      title={`Dossier ${session.numero}`}
      heading={session.intitule}
      path={[...racine, { libelle: session.numero, href: sessionUrl({ session: session.id }) }]}
      lede={`Ce qu’un auditeur trouve en tirant ${session.numero} : ${faits.length === 0 ? 'rien encore' : trous === 0 ? 'tout ce qui est attendu y est' : `${compter(trous, 'fait manque', { pluriel: 'faits manquent' })} sur ${faits.length}`}.`}
    >
      {faits.length === 0 ? (
        <Empty titre="Rien n’est encore attendu de cette session">
          Un dossier se lit dès que la session a commencé, dans les dates du cadre.
        </Empty>
      ) : (
        motsCriteres.map((mot, k) => {
          const siens = faits.filter((f) => critere(f) === k + 1)
          return siens.length === 0 ? null : (
            <Section titre={`${k + 1} ${mot}`} id={`d${k + 1}`} sous={criteres[k]}>
              <Table
                legende={`Dossier, critère ${k + 1}`}
                lignes={siens}
                colonnes={[
                  { titre: 'Indicateur', nombre: true, cell: (f) => controleDe(f.code)?.indicateur },
                  {
                    titre: 'Le fait attendu',
                    entete: true,
                    cell: (f) => {
                      const nom = gens.noms.get(f.objet)
                      return (
                        <>
                          {controleDe(f.code)?.de}
                          {nom && f.objet !== session.id ? <small>{nom.libelle}</small> : null}
                        </>
                      )
                    },
                  },
                  { titre: 'État', cell: (f) => <Etat etat={f.tenu ? 'prouve' : 'manquant'} /> },
                  {
                    titre: 'Preuve, ou manque',
                    cell: (f) =>
                      f.tenu ? (
                        <>
                          {f.le ? `le ${jour(f.le)}` : 'tenu'}
                          {f.tard ? ', écrit après coup' : ''}
                        </>
                      ) : (
                        f.quoi
                      ),
                  },
                  {
                    titre: 'Qui',
                    cell: (f) => {
                      const c = controleDe(f.code)
                      if (!c || f.tenu) return ''
                      const ou = reparer(c, f, gens.noms.get(f.objet))
                      return (
                        <>
                          {gens.equipe.nommer(f.qui, c.agit)}
                          {ou ? (
                            <small>
                              <a href={ou.href}>
                                {ou.geste}
                                <span class="unseen">
                                  {' '}
                                  : {c.de}, {gens.noms.get(f.objet)?.libelle}
                                </span>
                              </a>
                            </small>
                          ) : null}
                        </>
                      )
                    },
                  },
                ]}
              />
            </Section>
          )
        })
      )}
    </Page>
  )
}

/** Le dossier d’une session, tel qu’un auditeur l’ouvre : chaque fait attendu d’elle et de ses stagiaires. */
export const dossierPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(dossierQualiteUrl.modele, exigerDroit('qualite.lire'), (c) =>
    pourVisiteur(c, db, async (tx) => {
      const id = asId<'Session'>(c.req.param('session'))
      const session = id && (await lireSession(tx, id))
      if (!session) return notFound(c)
      const regard = await lireRegard(tx, clock.now())
      const faits = (
        await listerFaits(tx, regard, codesDuCadre(regard.cadre), { session: session.id, max: 2_000 })
      ).toSorted(
        (a, b) =>
          (controleDe(a.code)?.indicateur ?? 0) - (controleDe(b.code)?.indicateur ?? 0) ||
          a.code.localeCompare(b.code),
      )
      const score = composerScore(regard.cadre, [], [], regard.jour)
      return c.html(
        <Vue
          session={session}
          faits={faits}
          gens={{ equipe: await lireEquipe(tx), noms: await nommerFaits(tx, faits) }}
          criteresDe={new Map(score?.indicateurs.map((j) => [j.indicateur.numero, j.indicateur.critere]))}
        />,
      )
    }),
  )
