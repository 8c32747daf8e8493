import { Hono } from 'hono'
import { formaterInstant } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { leconsPartagees } from '../db/ecrits.ts'
import { type EtatDIssue, etatsDIssue } from '../domain/suite.ts'
import { leconsUrl, marchesUrl } from '../liens.ts'

/** Les leçons que les coopératives d’un dossier ont toutes accepté de dire au pôle. */
export const leconsPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().get(leconsUrl.modele, exigerDroit('marches.lire'), (c) =>
    pourVisiteur(c, db, async (tx) => {
      const lues = await leconsPartagees(tx)
      return c.html(
        <Page
          title="Leçons des marchés"
          lede="Ce que des groupements de votre pôle ont accepté de dire, chaque membre compris. Ni prix, ni dossier."
          path={[{ libelle: 'Marchés', href: marchesUrl() }]}
        >
          {lues.length === 0 ? (
            <Empty titre="Rien n’est partagé">
              Une leçon se lit ici quand chaque coopérative de son dossier l’accepte.
            </Empty>
          ) : (
            lues.map((l, i) => (
              <Section
                titre={l.objet}
                id={`lecon-${i}`}
                sous={`${l.acheteur}${l.issue && Object.hasOwn(etatsDIssue, l.issue) ? `, ${etatsDIssue[l.issue as EtatDIssue]}` : ''}`}
              >
                <p>
                  <span class="lignes">{l.lecon}</span>{' '}
                  <small>
                    {l.cooperative}, {formaterInstant(l.le)}
                  </small>
                </p>
              </Section>
            ))
          )}
        </Page>,
      )
    }),
  )
