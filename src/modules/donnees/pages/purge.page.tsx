import { Hono } from 'hono'
import { z } from 'zod'
import type { Refus } from '#kernel/refus.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { listerPassages, type Passage, purgeActive } from '../db/effacement.ts'
import { categories } from '../domain/conservation.ts'
import { purger } from '../gestes/purger.ts'
import { reglerLaPurge } from '../gestes/regler.ts'
import { donneesPersonneUrl, purgeCsvUrl, purgeUrl } from '../liens.ts'
import { jourDe, racine } from './commun.ts'

const detail = (p: Passage): string =>
  Object.entries(p.rapport.parCategorie)
    .map(([c, n]) => `${categories[c as keyof typeof categories]?.nom ?? c} : ${n}`)
    .join(' ; ') || 'rien'

const Vue = ({
  passages,
  active,
  refus,
}: {
  passages: readonly Passage[]
  active: boolean
  refus?: Refus
}) => {
  const [dernier] = passages
  const lu = dernier !== undefined
  return (
    <Page
      title="Purge"
      path={[...racine]}
      alert={refus}
      lede="Chaque nuit, ce dont la durée est passée. Tant qu’elle n’est pas active, elle dit seulement ce qu’elle effacerait."
      facts={
        <p>
          {active ? (
            <Etat etat="prouve" mot="active" />
          ) : (
            <Etat etat="a-venir" mot="à l’essai : rien n’est ôté" />
          )}
        </p>
      }
    >
      <Section titre={active ? 'Ce qui a été fait' : 'Ce qui serait fait'} id="dernier">
        {dernier === undefined ? (
          <Empty titre="Aucun passage encore">
            Le premier a lieu cette nuit ; ou demandez tout de suite ce qu’il effacerait. Rien ne sera ôté.
          </Empty>
        ) : (
          <>
            <p>
              {dernier.rapport.personnes === 0
                ? `Au passage du ${jourDe(dernier.le)}, rien n’était échu.`
                : `${dernier.essai ? 'Effacerait' : 'A effacé'}, au passage du ${jourDe(dernier.le)}\u00a0: ${compter(dernier.rapport.personnes, 'personne')}, dont ${dernier.rapport.completes} en entier, ${compter(dernier.rapport.pieces, 'pièce')}. ${detail(dernier)}.`}
            </p>
            {dernier.rapport.refus.length > 0 ? (
              <Table
                legende="Ce qui n’a pas pu se faire"
                lignes={dernier.rapport.refus}
                colonnes={[
                  {
                    titre: 'Personne',
                    entete: true,
                    cell: (r) => <a href={donneesPersonneUrl({ personne: r.personne })}>Voir ses données</a>,
                  },
                  { titre: 'Pourquoi', cell: (r) => r.pourquoi },
                ]}
              />
            ) : null}
          </>
        )}
        <Form form={emptyForm()} classe="">
          <p class="gestes-l">
            <Button geste="essayer" genre="main">
              Dire ce qui s’effacerait aujourd’hui
            </Button>{' '}
            {active ? (
              <Button geste="arreter">Arrêter la purge</Button>
            ) : lu ? (
              <Button geste="activer" genre="grave">
                Activer la purge de chaque nuit
              </Button>
            ) : null}
          </p>
        </Form>
        {active || lu ? null : <p class="sub">La purge ne s’active qu’après avoir lu un premier rapport.</p>}
      </Section>
      {passages.length > 0 ? (
        <Section titre="Passages" id="passages">
          <Table
            legende="Passages de la purge"
            lignes={passages}
            colonnes={[
              { titre: 'Le', entete: true, cell: (p) => jourDe(p.le) },
              { titre: 'Effet', cell: (p) => (p.essai ? 'essai' : 'purge') },
              { titre: 'Personnes', nombre: true, cell: (p) => String(p.rapport.personnes) },
              { titre: 'Entières', nombre: true, cell: (p) => String(p.rapport.completes) },
              { titre: 'Pièces', nombre: true, cell: (p) => String(p.rapport.pieces) },
              { titre: 'Refus', nombre: true, cell: (p) => String(p.rapport.refus.length) },
            ]}
          />
          <p>
            <a href={purgeCsvUrl()}>Exporter en CSV</a>
          </p>
        </Section>
      ) : null}
    </Page>
  )
}

export const purgePage = (services: Services) => {
  const { db, clock } = services
  return new Hono<Env>()
    .get(purgeUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        c.html(<Vue passages={await listerPassages(tx)} active={await purgeActive(tx)} />),
      ),
    )
    .get(purgeCsvUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        repondreCsv(
          c,
          'purge',
          enCsv(
            ['le', 'effet', 'personnes', 'entieres', 'pieces', 'parts', 'refus', 'detail'],
            (await listerPassages(tx)).map((p) => [
              p.le.toISOString(),
              p.essai ? 'essai' : 'purge',
              p.rapport.personnes,
              p.rapport.completes,
              p.rapport.pieces,
              p.rapport.parts,
              p.rapport.refus.length,
              detail(p),
            ]),
          ),
        ),
      ),
    )
    .post(purgeUrl(), exigerDroit('donnees.effacer'), async (c) => {
      const visiteur = c.get('visiteur')
      const read = await readForm(z.object({}), c)
      if (!visiteur || !read.ok) return notFound(c)
      if (read.geste === 'essayer') {
        const r = await purger(services, visiteur.acces, true)
        return redirectWith(c, purgeUrl(), {
          genre: 'fait',
          fort:
            r.personnes === 0
              ? 'Rien n’est ôté : rien n’est échu.'
              : `Rien n’est ôté. ${compter(r.personnes, 'personne')} ${r.personnes > 1 ? 'seraient concernées' : 'serait concernée'}.`,
        })
      }
      if (read.geste !== 'activer' && read.geste !== 'arreter') return notFound(c)
      const active = read.geste === 'activer'
      return pourVisiteur(c, db, async (tx) => {
        const fait = await reglerLaPurge(tx, active, clock.now())
        if (!fait.ok) return c.html(<Vue passages={[]} active={false} refus={fait.error} />, 409)
        return redirectWith(c, purgeUrl(), {
          genre: 'fait',
          fort: active ? 'La purge passera chaque nuit.' : 'La purge ne fait plus que dire.',
        })
      })
    })
}
