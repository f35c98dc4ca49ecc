// Relations as a small graph: the party in the middle, whom it is related to around, each a link. In the column only the
// nearest; in the window one step more. The list below it says the same in words.
import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Maximize2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PartyLink } from '../../platform/shell/PartyLink';
import { PartyMark } from '../../platform/shell/PartyMark';
import { useVocabulary } from '../../platform/vocabulary';
import { relationGraphQuery, type Card, type RelationGraph as Graph } from '../calls';
import { layoutOf, radiiOf, shortName, type Layout, type Placed } from '../graph';
import classes from './RelationGraph.module.css';

/** In the column so many stand around without touching. */
const NEAR_MAX = 8;
const NODE_PX = 92;

export function RelationGraph({ card }: { card: Card }) {
  const { t } = useTranslation('card');
  const { t: tp } = useTranslation('platform');
  const words = useVocabulary();
  const graph = useQuery(relationGraphQuery(card.id));
  const [whole, setWhole] = useState(false);
  if (!graph.data || graph.data.parties.length < 2) return null;
  const layout = layoutOf(graph.data, { stepsMax: 1, nearMax: NEAR_MAX });
  return (
    <div className={classes.part}>
      <Drawn
        layout={layout}
        label={t('graph.title', { name: words.name(card) })}
        place={({ steps, angle }) => ({
          left: steps === 0 ? '50%' : `${50 + 34 * Math.cos(angle)}%`,
          top: steps === 0 ? '50%' : `${50 + 36 * Math.sin(angle)}%`,
        })}
        height={layout.nodes.length > 5 ? 250 : 200}
      />
      {(layout.undrawn > 0 || graph.data.parties.some(({ steps }) => steps > 1)) && (
        <Tooltip label={t('graph.open')}>
          <ActionIcon className={classes.open} aria-label={t('graph.open')} onClick={() => setWhole(true)}>
            <Maximize2 size={14} />
          </ActionIcon>
        </Tooltip>
      )}
      {whole && (
        <Modal
          opened
          size="xl"
          onClose={() => setWhole(false)}
          title={t('graph.title', { name: words.name(card) })}
          closeButtonProps={{ 'aria-label': tp('close') }}
        >
          <Whole graph={graph.data} label={t('graph.title', { name: words.name(card) })} />
        </Modal>
      )}
    </div>
  );
}

function Whole({ graph, label }: { graph: Graph; label: string }) {
  const { t } = useTranslation('card');
  const layout = layoutOf(graph, { stepsMax: 2 });
  const radii = radiiOf(layout, NODE_PX);
  const out = layout.nodes.some(({ steps }) => steps > 1) ? radii[1] : radii[0];
  const size = 2 * out + NODE_PX + 24;
  const box = useRef<HTMLDivElement>(null);
  // It begins with the one in the middle, also where it is wider than the screen.
  useEffect(() => {
    box.current?.scrollTo({ left: (size - box.current.clientWidth) / 2 });
  }, [size]);
  return (
    <>
      <div className={classes.box} ref={box} tabIndex={0} role="region" aria-label={label}>
        <Drawn
          layout={layout}
          label={label}
          width={size}
          height={size}
          place={({ steps, angle }) => {
            const radius = steps === 0 ? 0 : radii[steps - 1]!;
            return {
              left: `${size / 2 + radius * Math.cos(angle)}px`,
              top: `${size / 2 + radius * Math.sin(angle)}px`,
            };
          }}
        />
      </div>
      {layout.undrawn > 0 && <p className="quiet">{t('graph.undrawn', { count: layout.undrawn })}</p>}
    </>
  );
}

interface DrawnProps {
  layout: Layout;
  label: string;
  width?: number;
  height: number;
  place: (node: Placed) => { left: string; top: string };
}

function Drawn({ layout, label, width, height, place }: DrawnProps) {
  const { t } = useTranslation('card');
  const words = useVocabulary();
  return (
    <div className={classes.graph} style={{ width, height }} data-graph>
      <svg className={classes.lines} aria-hidden>
        {layout.edges.map(({ from, to, relation, holds }) => {
          const [a, b] = [place(from), place(to)];
          return (
            <line
              key={`${from.id}.${to.id}.${relation}`}
              x1={a.left}
              y1={a.top}
              x2={b.left}
              y2={b.top}
              data-holds={holds}
              data-relation={relation}
            />
          );
        })}
      </svg>
      <ul aria-label={label}>
        {layout.nodes.map((node) => {
          const name = words.name({ ...node, identifiers: [] });
          const mark = <PartyMark id={node.id} name={name} kind={node.kind} />;
          const said = node.relation && t(`relations.${node.relation}`);
          return (
            <li key={node.id} style={place(node)} data-steps={node.steps} data-holds={node.holds}>
              {node.steps === 0 ? (
                <span className={classes.node}>
                  {mark}
                  <span className={classes.name}>{shortName(name, node.kind)}</span>
                </span>
              ) : (
                <PartyLink
                  partyId={node.id}
                  className={classes.node}
                  aria-label={[said, name].filter(Boolean).join(' ')}
                  title={name}
                >
                  {mark}
                  <span className={classes.name}>{shortName(name, node.kind)}</span>
                  <span className={classes.relation}>{said}</span>
                </PartyLink>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
