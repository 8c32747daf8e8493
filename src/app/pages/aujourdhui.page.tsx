import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerConnexion } from '#modules/comptes/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, Empty, Etat, Page } from '#web/components.tsx'
import type { AFaire, Contributions, ReleveDeLaNuit, SeanceDuJour } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { aujourdhuiUrl } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { LaJournee } from './journee.tsx'

type Journee = {
  readonly seances: readonly SeanceDuJour[]
  readonly aFaire: readonly AFaire[]
  readonly releves: readonly ReleveDeLaNuit[]
}

const Seances = ({ seances }: Pick<Journee, 'seances'>) =>
  seances.length === 0 ? (
    <Empty
      titre="Personne n’est en formation aujourd’hui."
      gestes={<ButtonLink href="/sessions">Voir les sessions</ButtonLink>}
    >
      Un jour sans séance est un bon jour pour préparer la prochaine, ou pour boire un café à plusieurs.
    </Empty>
  ) : (
    <ol class="creneaux">
      {seances.map((s) => (
        <li class="creneau">
          <p class="creneau-h">
            {s.debut} <span>{s.fin}</span>
          </p>
          <div>
            <h3>
              <a href={s.href}>{s.intitule}</a>
            </h3>
            <p class="sub">{s.detail}</p>
            <p>
              <Etat etat={s.etat} mot={s.mot} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  )

const Gestes = ({ aFaire }: Pick<Journee, 'aFaire'>) =>
  aFaire.length === 0 ? (
    <Empty titre="Rien ne vous attend.">Tout ce qui devait être signé ou émis l’est. Profitez-en.</Empty>
  ) : (
    <ol class="gestes">
      {aFaire.map((g) => (
        <li class="geste">
          <h3>{g.chose}</h3>
          <p>{g.detail}</p>
          <p class="geste-do">
            <a href={g.href}>{g.geste}</a>
          </p>
        </li>
      ))}
    </ol>
  )

const Releve = ({ r }: { r: ReleveDeLaNuit }) => (
  <section class="sect" aria-labelledby="releve">
    <h2 class="sect-h" id="releve">
      Relevé de la nuit
    </h2>
    <div>
      <p class="sub">{r.phrase}</p>
      {r.lignes.length === 0 ? (
        <p>Rien n’est ouvert.</p>
      ) : (
        <ul class="trous">
          {r.lignes.map((l) => (
            <li class="trou">
              <p>
                <Etat etat={l.etat} />
              </p>
              <div>
                <p>
                  <a href={l.href}>{l.sujet}</a> : {l.phrase}
                </p>
                <p class="sub">
                  {l.qui}. <a href={l.remede}>{l.geste}</a>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={r.tous.href}>{r.tous.libelle}</a>
      </p>
    </div>
  </section>
)

const Aujourdhui = ({ jour, seances, aFaire, releves }: Journee & { jour: string }) => (
  <Page title="Aujourd’hui" header={false}>
    <header class="une">
      <h1>{jour}</h1>
      <ul class="resume">
        <li>
          <b>{seances.length}</b> {seances.length > 1 ? 'séances' : 'séance'}
        </li>
        <li>
          {aFaire.length === 0
            ? 'rien ne vous attend'
            : compter(aFaire.length, 'geste pour vous', { pluriel: 'gestes pour vous' })}
        </li>
      </ul>
      <LaJournee seances={seances} />
    </header>
    <div class="deux">
      <div class="deux-a">
        <section class="sect" aria-labelledby="en-formation">
          <h2 class="sect-h" id="en-formation">
            En formation
          </h2>
          <Seances seances={seances} />
        </section>
        <section class="sect" aria-labelledby="a-vous">
          <h2 class="sect-h" id="a-vous">
            À vous
          </h2>
          <Gestes aFaire={aFaire} />
        </section>
        {releves.map((r) => (
          <Releve r={r} />
        ))}
      </div>
    </div>
  </Page>
)

const enTete = (texte: string) => `${texte.slice(0, 1).toUpperCase()}${texte.slice(1)}`

/** La journée de la coopérative : qui est en formation, qui a signé, ce qui attend la personne. */
export const aujourdhuiPage = ({ db, clock }: Services, contributions: readonly Contributions[]): Hono<Env> =>
  new Hono<Env>().get(aujourdhuiUrl(), exigerConnexion(), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const regard = { visiteur, maintenant: clock.now() }
      const seances: SeanceDuJour[] = []
      const aFaire: AFaire[] = []
      const releves: ReleveDeLaNuit[] = []
      // Une à une : une transaction n'a qu'une connexion.
      for (const apport of contributions) {
        seances.push(...((await apport.seancesDuJour?.(tx, regard)) ?? []))
        aFaire.push(...((await apport.aFaire?.(tx, regard)) ?? []))
        const releve = await apport.releve?.(tx, regard)
        if (releve) releves.push(releve)
      }
      const jour = enTete(formaterDate(jourLocal(regard.maintenant, ZONE_PAR_DEFAUT), 'complet'))
      return c.html(<Aujourdhui jour={jour} seances={seances} aFaire={aFaire} releves={releves} />)
    }),
  )
